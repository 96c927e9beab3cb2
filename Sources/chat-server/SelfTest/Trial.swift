import ChatProtocol
import ChatServer
import Foundation
import NIOCore
import NIOHTTP1

/// A server tried hard: publishers and readers on it, which is killed, stopped and paused at
/// random if it is the trial's own, and at the end a look at everything that was said and heard.
struct Trial: Sendable {
    /// Whose server is tried.
    enum Place: Sendable {
        /// One of its own, in an empty folder.
        case own(TrialServer)
        /// One that runs already, to which others do what is done.
        case running(ServerLink, operatorToken: String)

        /// The server that is the trial's own; `nil` for none.
        var server: TrialServer? {
            if case .own(let server) = self { server } else { nil }
        }
    }

    /// Milliseconds between two faults, and of a pause.
    private static let pauses = 200...1200
    private static let stillness = Duration.milliseconds(300)
    /// How long nothing is taken before the progress tells of it, and how much of the reason.
    private static let noticed = Duration.seconds(5)
    private static let toldLetters = 60
    /// A member who reads no room and says nothing: all is unread to it.
    private static let listener = "listener"
    static let step = Duration.milliseconds(50)

    /// What is random comes again with it, but for how the machine plays along.
    let seed: UInt64
    /// How long the server is tried.
    let time: Duration
    /// How long it waits after that for what is refused or not heard.
    let patience: Duration
    /// How many post at a time.
    let publishers: Int
    let place: Place
    let record = TrialRecord()
    /// What its rooms and keys have that no other run has, of the same seed neither: a running
    /// server keeps both.
    private let runMark = String(UInt32.random(in: .min ... .max), radix: 36)
    var users: [String] { (1...publishers).map { TrialPublisher.user($0) } + [Self.listener] }
    var rooms: [String] { (1...4).map { "trial-\(seed)-\(runMark)-\($0)" } }

    /// Tries the server.
    ///
    /// Suspends for as long, and until everyone has heard everything. Its own server has ended
    /// then, whatever came of it.
    ///
    /// - Parameter progress: told which part of the time is over, and a line about it.
    /// - Returns: what was found in the folder of its own server at the end.
    /// - Throws: ``CommandFailure`` when the trial itself comes to nothing.
    func run(_ progress: @escaping @Sendable (Double, String) -> Void) async throws -> CareReport? {
        switch place {
        case .running(let link, let token):
            let link = TrialLink(link: link)
            try await ask(link, with: token)
            try await run(on: nil, link, { token }, progress)
            return nil
        case .own(let server):
            do {
                return try await run(on: server, progress)
            } catch {
                await server.close()
                throw error
            }
        }
    }

    /// Asks what a guest and the operator may ask, before anything is said: a server that is not
    /// open to guests, or does not take the token, does not break a promise.
    private func ask(_ link: TrialLink, with token: String) async throws {
        for user in users {
            _ = try await link.ask(.GET, "/rooms", [TrialLink.credentials(of: user)])
        }
        _ = try await link.ask(.GET, "/streams", [("Authorization", "Bearer " + token)])
    }

    private func run(
        on server: TrialServer,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws -> CareReport {
        try await server.start()
        let file = server.data + "/operator.token"
        let token = { @Sendable () throws -> String in
            try OperatorCredential.read(file, "the operator's token")
        }
        try await run(on: server, TrialLink(link: server.link), token, progress)
        guard try await server.end(by: SIGTERM) == 0 else {
            throw CommandFailure(.failure, "the server left with a fault")
        }
        progress(1, "the data folder is checked")
        return try DataFolderCheck(folder: server.data, fileDays: 0).run { _ in }
    }

    private func run(
        on server: TrialServer?,
        _ link: TrialLink,
        _ token: @escaping @Sendable () throws -> String,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws {
        let expected = self.expected(link)
        record.write { $0.expected = expected }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reader in readers(link) {
                group.addTask { try await reader.run(seed: seed) }
            }
            group.addTask { try await speak(on: server, link, token, progress) }
            // Readers go on until they are cancelled: what ends before is all that is said, or a
            // reader that fails, which ends the trial.
            for try await _ in group { group.cancelAll() }
        }
    }

    /// Says all that is said, reads the log, and waits until the readers have heard it.
    private func speak(
        on server: TrialServer?,
        _ link: TrialLink,
        _ token: () throws -> String,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws {
        try await publish(on: server, link, progress)
        progress(1, "the log is read")
        let end = TrialEnd(
            link: link,
            rooms: rooms,
            users: users,
            token: try token(),
            record: record,
            patience: patience
        )
        try await end.read()
        try await untilHeard(link) { progress(1, $0) }
    }

    // MARK: - Saying, and what is done to the server meanwhile

    private func publishers(
        _ link: TrialLink,
        until end: ContinuousClock.Instant
    ) -> [TrialPublisher] {
        (1...publishers).map {
            TrialPublisher(
                number: $0,
                runMark: runMark,
                link: link,
                rooms: rooms,
                record: record,
                end: end,
                patience: patience
            )
        }
    }

    private func publish(
        on server: TrialServer?,
        _ link: TrialLink,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async throws {
        let end = ContinuousClock.now + time
        try await withThrowingTaskGroup(of: Void.self) { showing in
            showing.addTask { await show(until: end, progress) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for publisher in publishers(link, until: end) {
                    group.addTask { try await publisher.run(seed: seed) }
                }
                if let server { group.addTask { try await harm(server, until: end) } }
                // The first that fails ends the others.
                for try await _ in group {}
            }
            showing.cancelAll()
        }
    }

    /// Shows how far it is, until it is cancelled.
    private func show(
        until end: ContinuousClock.Instant,
        _ progress: @escaping @Sendable (Double, String) -> Void
    ) async {
        while !Task.isCancelled {
            let left = max(end - ContinuousClock.now, .zero)
            progress(1 - left / time, told(left: left))
            // Cancelled, it ends at once, and so does the loop.
            try? await Task.sleep(for: Self.step)
        }
    }

    private func told(left: Duration) -> String {
        let counts = record.counts
        let line =
            "\(left.components.seconds) s left  \(record.acknowledged) messages  "
            + "\(counts.kills) kills  \(counts.stops) stops  \(counts.pauses) pauses"
        guard let refusal = record.refusal(since: Self.noticed) else { return line }
        return line + "  nothing is taken: \(refusal.prefix(Self.toldLetters))"
    }

    private func harm(_ server: TrialServer, until end: ContinuousClock.Instant) async throws {
        var generator = TrialRandom(seed: seed, stream: 0)
        repeat {
            let pause = Int.random(in: Self.pauses, using: &generator)
            try await Task.sleep(for: .milliseconds(pause))
            let choice = Int.random(in: 1...10, using: &generator)
            // The first one is a kill: a trial that is short has seen one as well.
            switch record.counts.kills == 0 ? 1 : choice {
            case 1...6:
                try await server.end(by: SIGKILL)
                record.count { $0.kills += 1 }
                try await server.start()
            case 7...8:
                guard try await server.end(by: SIGTERM) == 0 else {
                    throw CommandFailure(.failure, "the server did not stop as it should")
                }
                record.count { $0.stops += 1 }
                try await server.start()
            default:
                await server.send(SIGSTOP)
                try await Task.sleep(for: Self.stillness)
                await server.send(SIGCONT)
                record.count { $0.pauses += 1 }
            }
        } while ContinuousClock.now < end
    }
}
