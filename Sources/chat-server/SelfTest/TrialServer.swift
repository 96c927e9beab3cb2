import Glibc
import NIOHTTP1

/// The server that is tried: a process of its own, which is ended and started again at will.
actor TrialServer {
    /// How long it may take to come up, and to leave when it is told to.
    private static let patience = Duration.seconds(30)
    private static let pause = Duration.milliseconds(10)

    private let folder: String
    private var process: ChildProcess?

    /// Names where it lives.
    ///
    /// - Parameter folder: for its data, its socket and what it logs.
    init(folder: String) {
        self.folder = folder
    }

    /// Where it is reached.
    nonisolated var address: String { "unix:" + socket }

    private nonisolated var socket: String { folder + "/socket" }

    /// Starts it on what it left.
    ///
    /// Suspends until it takes work.
    ///
    /// - Throws: ``CommandFailure`` when it does not come up.
    func start() async throws {
        process = try ChildProcess(
            "/proc/self/exe",
            [
                "--listen", "unix:" + socket, "--data", folder + "/data", "--rate-limit", "0",
                "--log-level", "warning",
            ],
            log: folder + "/server.log"
        )
        try await untilReady()
    }

    private func untilReady() async throws {
        let link = try ServerLink(address, trusting: nil)
        let end = ContinuousClock.now + Self.patience
        while ContinuousClock.now < end, process?.look() == nil {
            // One that is not there yet is asked again.
            if (try? await link.ask(.GET, "/readyz", headers: []) { _ in }) != nil { return }
            try await Task.sleep(for: Self.pause)
        }
        throw CommandFailure(.failure, "the server did not come up: see \(folder)/server.log")
    }

    /// Sends it a signal.
    ///
    /// - Parameter signal: its number.
    func send(_ signal: Int32) {
        process?.send(signal)
    }

    /// Ends it by a signal.
    ///
    /// Suspends until it is gone.
    ///
    /// - Parameter signal: its number.
    /// - Returns: its exit code; `nil` when a signal ended it.
    /// - Throws: ``CommandFailure`` when it does not go.
    @discardableResult
    func end(by signal: Int32) async throws -> Int32? {
        send(signal)
        let limit = ContinuousClock.now + Self.patience
        while process != nil {
            if let end = process?.look() {
                process = nil
                return end.code
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
