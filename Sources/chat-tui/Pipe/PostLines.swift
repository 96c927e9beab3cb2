import ChatClient
import ChatProtocol
import Glibc

/// Posts each line of standard input, in order, and is done when all are acknowledged.
@MainActor
struct PostLines {
    /// How long no server may answer before this gives up: longer than one takes to start anew.
    private static let patience = Duration.seconds(15)
    /// How long a server may put a message off before this gives up: longer than a full bucket of
    /// a rate limit takes to drain.
    private static let patienceWithServer = Duration.seconds(60)

    private let settings: Settings

    /// Makes one.
    ///
    /// - Parameter settings: where to, and as whom.
    init(_ settings: Settings) {
        self.settings = settings
    }

    /// Posts until the input ends.
    ///
    /// Suspends, and blocks the thread while it waits for a line.
    ///
    /// - Returns: the exit code.
    func run() async -> CInt {
        guard settings.rooms.count == 1, let room = settings.rooms.first else {
            Program.say("lines are posted to one room: give --room once")
            return ExitCodes.usage
        }
        let transport = Transport(to: settings.server)
        let code = await post(to: room, with: Poster(over: transport))
        await transport.shutdown()
        return code
    }

    private func post(to room: RoomName, with poster: Poster) async -> CInt {
        var reader = LineReader(descriptor: STDIN_FILENO)
        let session = String(UInt64.random(in: 0...UInt64.max), radix: 36)
        while true {
            do throws(LineReader.Failure) {
                guard let line = try reader.next() else { return ExitCodes.done }
                let message = OutboxMessage(
                    key: "\(session)-\(reader.number)",
                    room: room,
                    text: line,
                    at: .current,
                    speaker: settings.name
                )
                if let code = await post(message, line: reader.number, with: poster) {
                    return code
                }
            } catch {
                Program.say("\(error); it and what follows is not posted")
                if case .unreadable = error { return ExitCodes.broken }
                return ExitCodes.refused
            }
        }
    }

    /// Posts one message, however often it takes; the exit code if it is in vain.
    private func post(_ message: OutboxMessage, line: Int, with poster: Poster) async -> CInt? {
        let began = ContinuousClock.now
        var generator = SystemRandomNumberGenerator()
        var backOff = BackOff()
        while true {
            switch await poster.post(message) {
            case .posted:
                return nil
            case .refused(let problem):
                Program.say("line \(line) was refused: \(problem.words)")
                return [401, 403].contains(problem.status)
                    ? ExitCodes.notAllowed : ExitCodes.refused
            case .later(let failure):
                let wait = failure.retryAfter + min(backOff.next(using: &generator), .seconds(2))
                let waited = began.duration(to: .now) + wait
                guard waited < patience(with: failure) else {
                    Program.say("line \(line) is not posted: \(failure)")
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
