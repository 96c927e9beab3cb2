import ChatProtocol

/// The idempotency keys in one transaction.
struct KeyBook {
    private let session: any SQLSession
    /// Keys of this time, in milliseconds, and earlier ones have expired.
    private let expiry: Int64
    private var eventOfKey: (any SQLStatement)?
    private var keepKey: (any SQLStatement)?

    /// How many keys beyond those of its own a transaction looks at for expiry.
    private static let pruned = 64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - session: the transaction.
    ///   - time: of the transaction.
    ///   - lifetime: how long a key gives the first event again.
    init(session: any SQLSession, time: Timestamp, lifetime: Duration) {
        self.session = session
        expiry = time.milliseconds - lifetime.components.seconds * 1000
    }

    /// The event for which a member used a key before, in this transaction too.
    ///
    /// - Parameters:
    ///   - member: whose key it is.
    ///   - key: the key.
    ///   - log: the log's name.
    /// - Returns: `nil` when it was not used, or too long ago.
    /// - Throws: what the database said.
    mutating func event(
        of member: MemberName,
        key: String,
        in log: LogName
    ) throws -> DurableEvent? {
        let statement = try eventOfKey ?? session.prepare(Statements.eventOfKey)
        eventOfKey = statement
        statement.set(member.folded, at: 1)
        statement.set(key, at: 2)
        statement.set(expiry, at: 3)
        defer { statement.reset() }
        var reader = EventReader(log: log)
        return try statement.step() ? reader.event(from: statement) : nil
    }

    /// Keeps the key of a new event.
    ///
    /// - Parameters:
    ///   - key: which was not used before.
    ///   - event: the event.
    ///   - position: its place in the log.
    /// - Throws: what the database said.
    mutating func keep(_ key: String, of event: DurableEvent, at position: Int64) throws {
        let statement = try keepKey ?? session.prepare(Statements.keepKey)
        keepKey = statement
        statement.set(position, at: 1)
        statement.set(event.user.folded, at: 2)
        statement.set(key, at: 3)
        statement.set(event.at.milliseconds, at: 4)
        try statement.run()
    }

    /// Drops some of the keys that have expired, if there can be any.
    ///
    /// - Parameters:
    ///   - drafts: how many the transaction brings; twice as many keys are looked at, so that the
    ///     backlog shrinks at any load.
    ///   - oldest: the time before which there is no key; `nil` when that is not known.
    ///   - time: of the transaction.
    /// - Returns: the time before which there is no key now.
    /// - Throws: what the database said.
    func dropOld(
        beside drafts: Int,
        oldest: Timestamp?,
        at time: Timestamp
    ) throws -> Timestamp {
        if let oldest, oldest.milliseconds > expiry { return oldest }
        let count = Int64(Self.pruned + 2 * drafts)
        try session.run(Statements.dropOldKeys, [.integer(expiry), .integer(count)])
        let left = try session.row(Statements.oldestKey, []) { try $0.integer(0) }
        // Without a key, the next one will be of this time or later.
        return left.map { Timestamp(milliseconds: $0) } ?? time
    }
}
