import Foundation
import Glibc
import NIOHTTP1
import Spawning

/// The server that is tried: a process of its own, which is ended and started again at will.
actor TrialServer {
    /// How long it may take to come up, and to leave when it is told to.
    private static let patience = Duration.seconds(30)
    private static let pause = Duration.milliseconds(10)
    /// After which an answer that brings nothing counts as broken off: one that hangs is no reason
    /// to wait for ever.
    private static let silence = Duration.seconds(60)

    private let folder: TrialFolder
    /// How it is asked.
    nonisolated let link: ServerLink
    /// Its number, until it was seen to have left.
    private var process: pid_t?
    /// Whether it is not to be started any more.
    private var isClosed = false

    /// Names where it lives; nothing is started yet.
    ///
    /// - Parameter folder: for its data, its socket and what it logs.
    /// - Throws: ``CommandFailure`` when it could not be asked there.
    init(in folder: TrialFolder) throws(CommandFailure) {
        let address = "unix:" + folder.socket
        link = try ServerLink(address, trusting: nil, silence: Self.silence)
        self.folder = folder
    }

    /// The folder of its data.
    nonisolated var data: String { folder.path + "/data" }

    private nonisolated var log: String { folder.path + "/server.log" }

    /// Starts it on what it left.
    ///
    /// Suspends until it takes work.
    ///
    /// - Throws: ``CommandFailure`` when it does not come up.
    func start() async throws {
        guard !isClosed else { throw CancellationError() }
        var program = ProgramStart(
            "/proc/self/exe",
            words: [
                "chat-server", "--listen", "unix:" + folder.socket, "--data", data,
                "--rate-limit", "0", "--log-level", "warning",
            ]
        )
        // Its settings are those above alone: a database that is named here is not for trials.
        program.environment = ProcessInfo.processInfo.environment.filter { name, _ in
            !["CHAT_", "OTEL_", "PG", "LISTEN_", "NOTIFY_", "WATCHDOG_"].contains { prefix in
                name.hasPrefix(prefix)
            }
        }
        let appended = O_WRONLY | O_CREAT | O_APPEND
        program.set(STDIN_FILENO, to: .file(path: "/dev/null", flags: O_RDONLY))
        program.set(STDERR_FILENO, to: .file(path: log, flags: appended))
        do throws(ProgramStart.Failure) {
            process = try program.start()
        } catch {
            throw CommandFailure(.failure, "a server was not started: \(error.words)")
        }
        try await untilReady()
    }

    private func untilReady() async throws {
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end, look() == nil {
            // One that is not there yet is asked again.
            if (try? await link.ask(.GET, "/readyz", headers: []) { _ in }) != nil { return }
            try await Task.sleep(for: Self.pause)
        }
        throw CommandFailure(.failure, "the server did not come up: see \(log)")
    }

    /// How it left; `nil` while it runs, and when there is none.
    private func look() -> ChildStatus? {
        guard let process, let status = ChildStatus.ofEnded(process) else { return nil }
        self.process = nil
        return status
    }

    /// Sends it a signal.
    func send(_ signal: Int32) {
        if let process { kill(process, signal) }
    }

    /// Kills it, if it runs, and starts it no more.
    ///
    /// Blocks until it is gone, which a process that is killed is soon, also one that is paused.
    func close() {
        isClosed = true
        send(SIGKILL)
        // One that cannot be waited for is gone already.
        if let process { _ = try? ChildStatus.of(process) }
        process = nil
    }

    /// Ends it by a signal.
    ///
    /// Suspends until it is gone.
    ///
    /// - Returns: its exit code; `nil` when a signal ended it.
    /// - Throws: ``CommandFailure`` when it does not go.
    @discardableResult
    func end(by signal: Int32) async throws -> Int32? {
        send(signal)
        let limit = ContinuousClock.now + Self.patience
        while process != nil {
            if let status = look() {
                guard case .code(let code) = status else { return nil }
                return code
            }
            guard ContinuousClock.now < limit else {
                send(SIGKILL)
                throw CommandFailure(.failure, "the server did not leave")
            }
            try await Task.sleep(for: Self.pause)
        }
        return nil
    }
}
