import ChatProtocol

/// The idempotency keys in one transaction.
struct KeyBook {
    /// A key, which is its member's alone.
    struct OwnedKey: Hashable {
        let member: String
        let key: String
    }

    /// What a key was used for.
    enum Use {
        case event(DurableEvent)
        /// A change that changed nothing, by its hash.
        case unchanged(Int64)
        /// An event that went with its room, or from the room's old end. Which it was is not told:
        /// whoever may not see the room could learn by a key whether it still is there.
        case gone

        /// The event, where it is what the key is used for again.
        ///
        /// - Parameter room: which is written to now.
        /// - Returns: `nil` where the key was used for something else.
        func event(in room: RoomName, of content: DurableEvent.Content) -> DurableEvent? {
            guard case .event(let event) = self, event.room == room, event.content == content
            else { return nil }
            return event
        }

        /// Whether a change is what the key was used for.
        ///
        /// - Parameter room: the number of its room.
        /// - Returns: false where the key was used for something else.
        func isOf(_ amendment: Amendment, in room: Int64) -> Bool {
            switch self {
            case .event: event(in: amendment.room, of: amendment.content) != nil
            case .unchanged(let hash): hash == amendment.hash(in: room)
            case .gone: false
            }
        }
    }

    private let session: any SQLSession
    /// When the keys of this transaction are used.
    private let time: Timestamp
    /// Keys of this time, in milliseconds, and earlier ones have expired.
    private let expiry: Int64
    private var useOfKey: (any SQLStatement)?
    private var keepKey: (any SQLStatement)?
    /// Those among the keys of this transaction that may be in use; `nil` when each is asked for.
    private var used: Set<OwnedKey>?

    /// How many keys beyond those of its own a transaction looks at for expiry.
    private static let pruned = 64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - settled: the same as ``SettledClock`` tells it: a clock that jumps ahead lets no repeat
    ///     be taken for something new.
    ///   - lifetime: how long a key gives the first event again.
    init(session: any SQLSession, time: Timestamp, settled: Timestamp, lifetime: Duration) {
        self.session = session
        self.time = time
        expiry = settled.milliseconds - lifetime.components.seconds * 1000
    }

    /// Asks for all keys of a transaction at once, where a question each would take long.
    mutating func lookAhead(_ keys: [OwnedKey]) throws {
        guard keys.count > 1 else { return }
        var (members, texts) = (ArrayText(), ArrayText())
        for key in keys {
            members.add(key.member.utf8)
            texts.add(key.key.utf8)
        }
        let values = [members, texts].map {
            SQLValue.text(String(decoding: $0.utf8, as: UTF8.self))
        }
        used = Set(
            try session.rows(Statements.usedKeys, values) { row in
                OwnedKey(member: try row.text(0), key: try row.text(1))
            }
        )
    }

    /// What a member used a key for before, in this transaction too.
    ///
    /// - Returns: `nil` when it was not used, or too long ago.
    mutating func use(by member: MemberName, of key: String, in log: LogName) throws -> Use? {
        if let used, !used.contains(OwnedKey(member: member.folded, key: key)) { return nil }
        guard let (hasEvent, number) = try kept(key, of: member) else { return nil }
        guard hasEvent else { return .unchanged(number) }
        return try event(at: number, in: log)
    }

    private func event(at position: Int64, in log: LogName) throws -> Use {
        var reader = EventReader(log: log)
        let event = try session.row(Statements.eventOfKey, [.integer(position)]) { row in
            try reader.event(from: row)
        }
        return event.map { Use.event($0) } ?? .gone
    }

    /// Where the event of a key lies, or the hash of a change without one.
    private mutating func kept(
        _ key: String,
        of member: MemberName
    ) throws -> (hasEvent: Bool, number: Int64)? {
        let statement = try useOfKey ?? session.prepare(Statements.useOfKey)
        useOfKey = statement
        statement.set(member.folded, at: 1)
        statement.set(key, at: 2)
        statement.set(expiry, at: 3)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return (try statement.integer(0) == 1, try statement.integer(1))
    }

    /// Keeps the key of a new event.
    ///
    /// - Parameters:
    ///   - key: which was not used before.
    ///   - position: its place in the log.
    mutating func keep(_ key: String, of event: DurableEvent, at position: Int64) throws {
        used?.insert(OwnedKey(member: event.user.folded, key: key))
        let statement = try keepKey ?? session.prepare(Statements.keepKey)
        keepKey = statement
        statement.set(position, at: 1)
        statement.set(event.user.folded, at: 2)
        statement.set(key, at: 3)
        statement.set(time.milliseconds, at: 4)
        try statement.run()
    }

    /// Keeps the key of a change that changed nothing.
    ///
    /// - Parameters:
    ///   - key: which was not used before.
    ///   - room: the number of its room.
    mutating func keep(_ key: String, ofUnchanged amendment: Amendment, in room: Int64) throws {
        let member = amendment.user.folded
        used?.insert(OwnedKey(member: member, key: key))
        let values: [SQLValue] = [
            .text(member), .text(key), .integer(amendment.hash(in: room)),
            .integer(time.milliseconds),
        ]
        try session.run(Statements.keepUnchangedKey, values)
    }

    /// Drops some of the keys that have expired, if there can be any.
    ///
    /// - Parameters:
    ///   - drafts: how many the transaction brings; twice as many keys of each kind are looked at,
    ///     so that the backlog shrinks at any load.
    ///   - oldest: the time before which there is no key; `nil` when that is not known.
    /// - Returns: the time before which there is no key now.
    func dropOld(beside drafts: Int, oldest: Timestamp?) throws -> Timestamp {
        if let oldest, oldest.milliseconds > expiry, oldest <= time { return oldest }
        let count = Int64(Self.pruned + 2 * drafts)
        for text in [Statements.dropOldKeys, Statements.dropOldUnchangedKeys] {
            try session.run(text, [.integer(expiry), .integer(count)])
        }
        let left: Int64? = try session.row(Statements.oldestKey, []) { row in
            try row.optionalInteger(0)
        }.flatMap { $0 }
        // Without a key, the next one will be of this time or later.
        guard let left, left > time.milliseconds else {
            return left.map { Timestamp(milliseconds: $0) } ?? time
        }
        // Keys from a clock that was ahead would keep all others for as long.
        try session.run(Statements.ageKeys, [.integer(time.milliseconds)])
        return time
    }
}
