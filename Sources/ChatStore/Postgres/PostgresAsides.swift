#if Postgres
import Synchronization

/// The connections for what is written beside the log, which does not wait for the log's lock.
final class PostgresAsides: Sendable {
    /// One for what is long, such as a part of a file, and one for all else meanwhile.
    private static let width = 2

    private let queue: AsyncSemaphore<ArrivalOrder>
    /// Lanes that nobody writes in.
    private let idle: Mutex<[PostgresLane]>

    /// Makes them; each connects when it is first used.
    ///
    /// - Parameter limit: transactions that may wait; one more is refused with `tooManyWait`.
    init(limit: Int, connect: @escaping @Sendable () throws -> PostgresConnection) {
        queue = AsyncSemaphore(width: Self.width, limit: limit)
        idle = Mutex(
            (0..<Self.width).map { _ in PostgresLane(begin: PostgresText.begin, connect: connect) }
        )
    }

    /// Runs a transaction.
    ///
    /// Suspends until it is durable; it is not given up when the task is cancelled.
    ///
    /// - Throws: what it threw, or what PostgreSQL said.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        try await queue.enter()
        defer { queue.leave() }
        guard let lane = idle.withLock({ $0.popLast() }) else {
            throw .tooManyWait(limit: Self.width)
        }
        defer { idle.withLock { $0.append(lane) } }
        return try await lane.run(PostgresRead(), body).get()
    }
}
#endif
