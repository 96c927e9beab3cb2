import ChatClient
import ChatProtocol
import Glibc

/// Posts what a script says: a message, all of standard input as one, or each of its lines; in
/// order, and done when all are acknowledged.
@MainActor
struct PostLines {
    /// How long no server may answer before this gives up: longer than one takes to start anew.
    private static let patience = Duration.seconds(15)
    /// How long a server may put a message off before this gives up: longer than a full bucket of
    /// a rate limit takes to drain.
    private static let patienceWithServer = Duration.seconds(60)

    private let settings: Settings
    private let session = String(UInt64.random(in: 0...UInt64.max), radix: 36)

    /// Makes one.
    ///
    /// - Parameter settings: where to, as whom, and what.
    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Posts to every room that was named.
    ///
    /// Suspends, and blocks the thread while it waits for a line.
    ///
    /// - Returns: the exit code.
    func run() async -> CInt {
        let transport = settings.transport
        let poster = Poster(over: transport)
        let code: CInt
        if let message = settings.script.message {
            code = await post(whole: message, with: poster)
        } else {
            code = await postInput(with: poster)
        }
        await transport.shutdown()
        return code
    }

    private func postInput(with poster: Poster) async -> CInt {
        var reader = LineReader(descriptor: STDIN_FILENO)
        if settings.script.once { return await postWhole(&reader, with: poster) }
        var skipped = 0
        var worst = ExitCodes.refused
        while true {
            do throws(LineReader.Failure) {
                guard let line = try reader.next() else { break }
                let number = reader.number
                let code = await post(line, number: number, called: "line \(number)", with: poster)
                guard let code else { continue }
                guard Self.goesOn(after: code, settings.rooms) else { return code }
                worst = max(worst, code)
                skipped += 1
            } catch .unreadable(let code) {
                StandardError.say("\(LineReader.Failure.unreadable(code))")
                return ExitCodes.broken
            } catch {
                // One bad line says nothing about the next.
                StandardError.say("\(error); it is not posted")
                skipped += 1
            }
        }
        guard skipped > 0 else { return ExitCodes.done }
        StandardError.say(
            skipped == 1 ? "1 line was not posted" : "\(skipped) lines were not posted"
        )
        return worst
    }

    /// Where one is let into no other room, the next line fares no better.
    private static func goesOn(after code: CInt, _ rooms: [RoomName]) -> Bool {
        code == ExitCodes.refused || rooms.count > 1 && code == ExitCodes.notAllowed
    }

    private func postWhole(_ reader: inout LineReader, with poster: Poster) async -> CInt {
        do throws(LineReader.Failure) {
            return await post(whole: try reader.whole(), with: poster)
        } catch {
            StandardError.say("\(error); nothing is posted")
            if case .unreadable = error { return ExitCodes.broken }
            return ExitCodes.refused
        }
    }

    private func post(whole text: String, with poster: Poster) async -> CInt {
        guard VisibleText.isIn(text) else {
            StandardError.say("there is nothing to post")
            return ExitCodes.refused
        }
        let code = await post(text, number: 1, called: "the message", with: poster)
        return code ?? ExitCodes.done
    }

    /// Posts one text to each room; the exit code if it is in vain.
    ///
    /// What one room does not take says nothing about the next.
    private func post(
        _ text: String,
        number: Int,
        called what: String,
        with poster: Poster
    ) async -> CInt? {
        let rooms = settings.rooms
        let hasSeveral = rooms.count > 1
        var refused: CInt?
        for (index, room) in rooms.enumerated() {
            let message = OutboxMessage(
                key: "\(session)-\(number)-\(index)",
                room: room,
                text: text,
                at: .current,
                speaker: settings.name
            )
            let what = hasSeveral ? "\(what) in \(room)" : what
            guard let code = await post(message, called: what, with: poster) else { continue }
            guard Self.goesOn(after: code, rooms) else { return code }
            refused = max(refused ?? code, code)
        }
        return refused
    }

    /// Posts one message, however often it takes; the exit code if it is in vain.
    private func post(
        _ message: OutboxMessage,
        called what: String,
        with poster: Poster
    ) async -> CInt? {
        let began = ContinuousClock.now
        var generator = SystemRandomNumberGenerator()
        var backOff = BackOff()
        var isOpen = false
        while true {
            switch await poster.post(message) {
            case .posted:
                return nil
            case .refused(let problem):
                let help = problem.asksForCredentials ? "; chat-tui login signs in" : ""
                StandardError.say("\(what) was refused: \(problem.words)\(help)")
                return [401, 403].contains(problem.status)
                    ? ExitCodes.notAllowed : ExitCodes.refused
            case .later(let failure):
                isOpen = isOpen || failure.leavesOutcomeOpen
                let wait = failure.retryAfter + min(backOff.next(using: &generator), .seconds(2))
                let waited = began.duration(to: .now) + wait
                guard waited < patience(with: failure) else {
                    let state = isOpen ? "may be posted or not" : "is not posted"
                    StandardError.say("\(what) \(state): \(failure)")
                    return ExitCodes.unavailable
                }
                // Cancelled is ended: nothing here cancels this.
                try? await Task.sleep(for: wait)
            }
        }
    }

    private func patience(with failure: CallFailure) -> Duration {
        if case .refused = failure { Self.patienceWithServer } else { Self.patience }
    }
}
