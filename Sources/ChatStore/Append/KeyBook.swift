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
        /// An event that went with its room, or from the room's old end. Which it was is not told:
        /// whoever may not see the room could learn by a key whether it still is there.
        case gone

        /// The event, where it is what the key is used for again.
        ///
        /// - Parameters:
        ///   - room: which is written to now.
        ///   - content: what is written.
        /// - Returns: `nil` where the key was used for something else.
        func event(in room: RoomName, of content: DurableEvent.Content) -> DurableEvent? {
            guard case .event(let event) = self, event.room == room, event.content == content
            else { return nil }
            return event
        }
    }

    private let session: any SQLSession
    /// When the keys of this transaction are used.
    private let time: Timestamp
    /// Keys of this time, in milliseconds, and earlier ones have expired.
    private let expiry: Int64
    private var placeOfKey: (any SQLStatement)?
    private var keepKey: (any SQLStatement)?
    /// Those among the keys of this transaction that may be in use; `nil` when each is asked for.
    private var used: Set<OwnedKey>?

    /// How many keys beyond those of its own a transaction looks at for expiry.
    private static let pruned = 64

    /// Makes one.
    ///
    /// - Parameters:
    ///   - session: the transaction.
    ///   - time: of the transaction, as ``SettledClock`` tells it: a clock that jumps ahead lets no
    ///     repeat be taken for something new.
    ///   - lifetime: how long a key gives the first event again.
    init(session: any SQLSession, time: Timestamp, lifetime: Duration) {
        self.session = session
        self.time = time
        expiry = time.milliseconds - lifetime.components.seconds * 1000
    }

    /// Asks for all keys of a transaction at once, where a question each would take long.
    ///
    /// - Parameter keys: that the transaction brings.
    /// - Throws: what the database said.
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
    /// - Parameters:
    ///   - member: whose key it is.
    ///   - key: the key.
    ///   - log: the log's name.
    /// - Returns: `nil` when it was not used, or too long ago.
    /// - Throws: what the database said.
    mutating func use(
        by member: MemberName,
        of key: String,
        in log: LogName
    ) throws -> Use? {
        if let used, !used.contains(OwnedKey(member: member.folded, key: key)) { return nil }
        guard let position = try place(of: key, of: member) else { return nil }
        var reader = EventReader(log: log)
        let event = try session.row(Statements.eventOfKey, [.integer(position)]) { row in
            try reader.event(from: row)
        }
        return event.map { Use.event($0) } ?? .gone
    }

    private mutating func place(of key: String, of member: MemberName) throws -> Int64? {
        let statement = try placeOfKey ?? session.prepare(Statements.placeOfKey)
        placeOfKey = statement
        statement.set(member.folded, at: 1)
        statement.set(key, at: 2)
        statement.set(expiry, at: 3)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// Keeps the key of a new event.
    ///
    /// - Parameters:
    ///   - key: which was not used before.
    ///   - event: the event.
    ///   - position: its place in the log.
    /// - Throws: what the database said.
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

    /// Drops some of the keys that have expired, if there can be any.
    ///
    /// - Parameters:
    ///   - drafts: how many the transaction brings; twice as many keys are looked at, so that the
    ///     backlog shrinks at any load.
    ///   - oldest: the time before which there is no key; `nil` when that is not known.
    /// - Returns: the time before which there is no key now.
    /// - Throws: what the database said.
    func dropOld(beside drafts: Int, oldest: Timestamp?) throws -> Timestamp {
        if let oldest, oldest.milliseconds > expiry { return oldest }
        let count = Int64(Self.pruned + 2 * drafts)
        try session.run(Statements.dropOldKeys, [.integer(expiry), .integer(count)])
        let left = try session.row(Statements.oldestKey, []) { try $0.integer(0) }
        // Without a key, the next one will be of this time or later.
        return left.map { Timestamp(milliseconds: $0) } ?? time
    }
}
