import ChatClient
import ChatProtocol
import ChatTUI
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
    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Posts to every room that was named.
    ///
    /// Suspends, and blocks the thread while it waits for a line.
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
                let what = "line \(number)"
                guard let failure = await post(line, number: number, called: what, with: poster)
                else { continue }
                if failure.isFinal { return failure.code }
                worst = max(worst, failure.code)
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
        let failure = await post(text, number: 1, called: "the message", with: poster)
        return failure?.code ?? ExitCodes.done
    }

    /// Posts one text to each room, up to a failure that is final; why it is not posted, if so.
    private func post(
        _ text: String,
        number: Int,
        called what: String,
        with poster: Poster
    ) async -> PostFailure? {
        let rooms = settings.rooms
        let hasSeveral = rooms.count > 1
        var ends: [PostFailure?] = []
        for (index, room) in rooms.enumerated() {
            let message = OutgoingMessage(
                key: "\(session)-\(number)-\(index)",
                room: room,
                text: text,
                at: .now(),
                speaker: settings.name
            )
            let what = hasSeveral ? "\(what) in \(room)" : what
            let end = await post(message, called: what, with: poster)
            ends.append(end)
            if end?.isFinal == true { break }
        }
        return PostFailure.all(ends)
    }

    /// Posts one message, however often it takes; why it is not posted, if so.
    private func post(
        _ message: OutgoingMessage,
        called what: String,
        with poster: Poster
    ) async -> PostFailure? {
        let began = ContinuousClock.now
        var generator = SystemRandomNumberGenerator()
        var backOff = BackOff()
        var isOpen = false
        while true {
            switch await poster.post(message) {
            case .posted:
                return nil
            case .refused(let problem):
                let help = problem.asksForCredentials ? "; \(SignInHelp.plain.words)" : ""
                StandardError.say("\(what) was refused: \(problem.words)\(help)")
                return PostFailure(problem)
            case .later(let failure):
                isOpen = isOpen || failure.leavesOutcomeOpen
                let wait = failure.retryAfter + min(backOff.next(using: &generator), .seconds(2))
                let waited = began.duration(to: .now) + wait
                guard waited < patience(with: failure) else {
                    let state = isOpen ? "may be posted or not" : "is not posted"
                    StandardError.say("\(what) \(state): \(failure)")
                    return PostFailure(away: failure)
                }
                // Cancelled is ended: nothing here cancels this.
                try? await Task.sleep(for: wait)
            }
        }
    }

    private func patience(with failure: CallFailure) -> Duration {
        // What a proxy answers without words is no word of the server.
        guard case .refused(let problem) = failure, problem.isExplained || problem.status < 500
        else { return Self.patience }
        return Self.patienceWithServer
    }
}
