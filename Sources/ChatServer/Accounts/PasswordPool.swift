import ChatProtocol
import ChatStore
import Credentials
import NIOPosix

/// Makes and compares passwords, which is slow by design, on threads of its own.
///
/// A flood of sign-ins waits here, or is refused, and keeps nothing else waiting.
struct PasswordPool: Sendable {
    /// Sign-ins that may wait; one more is refused.
    static let waitingLimit = 64

    private let threads: NIOThreadPool
    let queue: AsyncSemaphore<ArrivalOrder>
    private let cost: PasswordCost

    /// Starts the threads.
    ///
    /// - Parameter width: passwords at the same time.
    init(width: Int, cost: PasswordCost) {
        threads = NIOThreadPool(numberOfThreads: width)
        threads.start()
        queue = AsyncSemaphore(width: width, limit: Self.waitingLimit)
        self.cost = cost
    }

    /// How many wait for their turn; does not suspend.
    var waiting: Int { queue.waiting }

    /// Makes what is kept of a password.
    ///
    /// Suspends for its turn and for the work.
    ///
    /// - Returns: the text to be kept.
    /// - Throws: `503 overloaded`, or `500` when there is no memory for it.
    func hash(_ password: String) async throws(Problem) -> String {
        try await run { [cost] in try PasswordHash(of: password, cost: cost).stored }
    }

    /// Compares a password with what is kept.
    ///
    /// Suspends for its turn and for the work, which takes as long where nothing is kept.
    ///
    /// - Parameter kept: of the account; `nil` where there is none.
    /// - Returns: true if it is the one.
    /// - Throws: `503 overloaded`, or `500` when there is no memory for it.
    func matches(_ password: String, _ kept: String?) async throws(Problem) -> Bool {
        try await run { [cost] in
            guard let hash = kept.flatMap({ PasswordHash(stored: $0) }) else {
                _ = try PasswordHash.decoy(cost: cost).matches(password)
                return false
            }
            return try hash.matches(password)
        }
    }

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws(Problem) -> Value {
        try await attempt { () async throws(StoreError) in try await queue.enter() }
        defer { queue.leave() }
        do {
            return try await threads.runIfActive(body)
        } catch {
            // The pool is never shut down before the requests are over: memory is what was short.
            throw .internalError
        }
    }
}
