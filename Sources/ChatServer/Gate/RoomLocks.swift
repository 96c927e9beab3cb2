import ChatProtocol
import ChatStore

/// Lets those who decide over a room's members do it one after the other: a decision rests on the
/// roles that the one before has left, and the last owner stays.
///
/// So do those who decide over what an account owns: it does not end while it makes a room.
///
/// Rooms share a few locks, and accounts a few others, so that these need no memory of their own.
/// Who has an account's lock may wait for a room's, and never the other way.
struct RoomLocks: Sendable {
    /// Decisions that may wait for a lock; one more is refused.
    private static let waitingLimit = 1024

    private let ofRooms = Self.made()
    private let ofAccounts = Self.made()

    private static func made() -> [AsyncSemaphore<ArrivalOrder>] {
        (0..<32).map { _ in AsyncSemaphore(width: 1, limit: waitingLimit) }
    }

    /// The locks of rooms, by their names in the log; always in the same order.
    fileprivate func locks(of rooms: [RoomName]) -> [AsyncSemaphore<ArrivalOrder>] {
        Set(rooms.map { Self.place(of: $0, in: ofRooms) }).sorted().map { ofRooms[$0] }
    }

    /// The lock of an account; always the same.
    fileprivate func lock(of account: MemberName) -> AsyncSemaphore<ArrivalOrder> {
        ofAccounts[Self.place(of: account, in: ofAccounts)]
    }

    private static func place(
        of name: some Hashable,
        in locks: [AsyncSemaphore<ArrivalOrder>]
    ) -> Int {
        Int(UInt(bitPattern: name.hashValue) % UInt(locks.count))
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
    /// - Throws: what it threw, or `503 overloaded`.
    func withLock<Value>(
        _ room: RoomName,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        try await withLock([room], body)
    }

    /// Decides over some rooms while nobody else does: all their locks are taken in one order.
    ///
    /// Suspends likewise.
    ///
    /// - Parameters:
    ///   - rooms: as the log names them.
    ///   - body: decides, and returns once every room has heard of it.
    /// - Throws: what it threw, or `503 overloaded`.
    func withLock<Value>(
        _ rooms: [RoomName],
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let names = rooms.map { "decision \($0)" }.sorted()
        return try await inTurn(locks.locks(of: rooms)[...], names[...], body)
    }

    /// Decides over what an account owns while nobody else does.
    ///
    /// Suspends likewise.
    ///
    /// - Parameter body: decides, and returns once every room has heard of it.
    /// - Throws: what it threw, or `503 overloaded`.
    func withLock<Value>(
        ofAccount account: MemberName,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        try await inTurn([locks.lock(of: account)], ["account \(account.folded)"], body)
    }

    /// Decides over an account and a room while nobody else does: an account does not end while it
    /// is given a role.
    ///
    /// Suspends likewise.
    ///
    /// - Parameters:
    ///   - room: as the log names it; `nil` for none.
    ///   - body: decides, and returns once every room has heard of it.
    /// - Throws: what it threw, or `503 overloaded`.
    func withLock<Value>(
        ofAccount account: MemberName,
        thenOf room: RoomName?,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        try await withLock(ofAccount: account) { () async throws(Problem) in
            guard let room else { return try await body() }
            return try await withLock(room, body)
        }
    }

    private func inTurn<Value>(
        _ locks: ArraySlice<AsyncSemaphore<ArrivalOrder>>,
        _ names: ArraySlice<String>,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        if let lock = locks.first {
            try await attempt { () async throws(StoreError) in try await lock.enter() }
            defer { lock.leave() }
            return try await inTurn(locks.dropFirst(), names, body)
        }
        guard store.isShared else { return try await body() }
        if let name = names.first {
            let lease = try await Lease.wait(for: name, in: store)
            return try await lease.keeping { () async throws(Problem) in
                try await inTurn([], names.dropFirst(), body)
            }
        }
        try await attempt { () async throws(StoreError) in
            try await store.reachNewest(within: Self.decisionTime)
        }
        // What they decided about accounts counts as well.
        try await accounts.refresh()
        return try await body()
    }

    /// How long what others decided may take to come here.
    private static let decisionTime = Duration.seconds(2)
}
