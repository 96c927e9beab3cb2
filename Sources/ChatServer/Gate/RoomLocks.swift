import ChatProtocol
import ChatStore

/// Lets those who decide over a room's members do it one after the other: a decision rests on the
/// roles that the one before has left, and the last owner stays.
///
/// Rooms share a few locks, so that these need no memory of their own.
struct RoomLocks: Sendable {
    /// Decisions that may wait for a lock; one more is refused.
    private static let waitingLimit = 1024

    private let locks = (0..<32).map { _ in AsyncSemaphore(width: 1, limit: Self.waitingLimit) }

    /// The lock of a room.
    ///
    /// - Parameter room: as the log names it.
    /// - Returns: always the same.
    fileprivate func lock(of room: RoomName) -> AsyncSemaphore {
        locks[Int(UInt(bitPattern: room.hashValue) % UInt(locks.count))]
    }
}

extension Gate {
    /// Decides over a room while nobody else does.
    ///
    /// Suspends for the lock; where several servers write, also for those that decide over the room
    /// there, and until what they decided has come here.
    ///
    /// - Parameters:
    ///   - room: as the log names it.
    ///   - body: decides, and returns once every room has heard of it.
    /// - Returns: what it made.
    /// - Throws: what it threw, or `503 overloaded`.
    func withLock<Value>(
        _ room: RoomName,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let lock = locks.lock(of: room)
        try await attempt { () async throws(StoreError) in try await lock.enter() }
        defer { lock.leave() }
        guard store.isShared else { return try await body() }
        let lease = try await Lease.wait(for: "decision \(room)", in: store)
        do throws(Problem) {
            try await attempt { () async throws(StoreError) in
                try await store.reachNewest(within: Self.decisionTime)
            }
            let value = try await body()
            await lease.end()
            return value
        } catch {
            await lease.end()
            throw error
        }
    }

    /// How long what others decided may take to come here.
    private static let decisionTime = Duration.seconds(2)
}
