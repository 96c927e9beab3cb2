import ChatProtocol

extension RoomName {
    /// Reads a name that the store wrote.
    ///
    /// - Throws: `damaged` when it is not a room's name.
    init(stored text: String) throws(StoreError) {
        guard let name = RoomName(logged: text) else {
            throw .damaged(detail: "a room's name is unreadable")
        }
        self = name
    }
}

extension MemberName {
    /// Reads a name that the store wrote.
    ///
    /// - Throws: `damaged` when it is not a member's name.
    init(stored text: String) throws(StoreError) {
        do { try self.init(text) } catch { throw .damaged(detail: "a member's name is unreadable") }
    }
}

extension RawRepresentable<String> {
    /// Reads a word that the store wrote.
    ///
    /// - Throws: `damaged` when it is not one of the words.
    init(stored text: String) throws(StoreError) {
        guard let value = Self(rawValue: text) else {
            throw .damaged(detail: "a row says an unknown word for a \(Self.self)")
        }
        self = value
    }

    /// Reads a word that the store wrote, where there may be none.
    ///
    /// - Returns: `nil` for none.
    /// - Throws: `damaged` when it is not one of the words.
    static func optional(stored text: String?) throws(StoreError) -> Self? {
        guard let text else { return nil }
        return try Self(stored: text)
    }
}

extension StoredMember {
    /// Reads a member's row.
    ///
    /// - Parameter row: of ``Statements/allMembers``.
    /// - Throws: `damaged` when the row is not one that the store wrote.
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            name: try MemberName(stored: row.text(0)),
            role: try Role(stored: row.text(1)),
            terms: MemberTerms(
                until: try row.optionalInteger(2).map { Timestamp(milliseconds: $0) },
                mutedUntil: try row.optionalInteger(3).map { Timestamp(milliseconds: $0) },
                reason: try row.optionalText(4)
            )
        )
    }
}

extension StoredRoom {
    /// Reads a room's row.
    ///
    /// - Parameter row: of ``Statements/room``.
    /// - Throws: `damaged` when the row is not one that the store wrote.
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            name: try RoomName(stored: row.text(0)),
            topic: try row.text(1),
            visibility: try Visibility(stored: row.text(2)),
            oldest: try row.integer(9),
            newest: try row.integer(3),
            createdAt: Timestamp(milliseconds: try row.integer(4)),
            slowSeconds: try row.integer(5),
            retention: Retention(
                days: try row.optionalInteger(6),
                events: try row.optionalInteger(7)
            ),
            removedThrough: try row.integer(8)
        )
    }
}
