import ChatProtocol

extension AccessTables {
    /// Reads all rows.
    init(_ session: any SQLSession) throws {
        accounts = try session.rows(Statements.accounts, []) { try Account(row: $0) }
        tokens = try session.rows(Statements.tokens, []) { try AccountToken(row: $0) }
        keys = try session.rows(Statements.accountKeys, []) { try AccountKey(row: $0) }
        invites = try session.rows(Statements.invites, []) { try Invite(row: $0) }
        bans = try session.rows(Statements.bans, []) { try ServerBan(row: $0) }
    }
}

extension SQLRow {
    fileprivate func time(_ column: Int) throws(StoreError) -> Timestamp {
        Timestamp(milliseconds: try integer(column))
    }

    fileprivate func optionalTime(_ column: Int) throws(StoreError) -> Timestamp? {
        try optionalInteger(column).map { Timestamp(milliseconds: $0) }
    }

    fileprivate func optionalRoom(_ column: Int) throws(StoreError) -> RoomName? {
        guard let text = try optionalText(column) else { return nil }
        return try RoomName(stored: text)
    }
}

extension Account {
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            name: try MemberName(stored: row.text(0)),
            password: try row.optionalText(1),
            createdAt: try row.time(5)
        )
        isOperator = try row.integer(2) != 0
        isDisabled = try row.integer(3) != 0
        isDeleted = try row.integer(4) != 0
    }
}

extension AccountToken {
    init(row: any SQLRow) throws(StoreError) {
        let rooms = try row.optionalText(5)
        self.init(
            id: try row.text(0),
            account: try MemberName(stored: row.text(1)),
            digest: try row.text(2),
            label: try row.text(3),
            scope: try Scope(stored: row.text(4)),
            rooms: try rooms.map { text throws(StoreError) in
                try text.split(separator: " ").map { name throws(StoreError) in
                    try RoomName(stored: String(name))
                }
            },
            createdAt: try row.time(6),
            expiresAt: try row.optionalTime(7)
        )
        lastUsedAt = try row.optionalTime(8)
    }
}

extension AccountKey {
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            account: try MemberName(stored: row.text(0)),
            fingerprint: try row.text(1),
            key: try row.text(2),
            createdAt: try row.time(3)
        )
    }
}

extension Invite {
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            key: try row.text(0),
            code: nil,
            room: try row.optionalRoom(1),
            madeBy: try MemberName(stored: row.text(2)),
            uses: try row.integer(3),
            createdAt: try row.time(4),
            expiresAt: try row.time(5)
        )
    }
}

extension ServerBan {
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            id: try row.text(0),
            name: try row.optionalText(1).map { text throws(StoreError) in
                try MemberName(stored: text)
            },
            address: try row.optionalText(2),
            until: try row.optionalTime(3),
            reason: try row.optionalText(4),
            madeBy: try MemberName(stored: row.text(5)),
            createdAt: try row.time(6)
        )
    }
}

extension AuditEntry {
    /// Reads an entry's row.
    ///
    /// - Parameter row: of ``Statements/audit``.
    /// - Throws: `damaged` when the row is not one that the store wrote.
    init(row: any SQLRow) throws(StoreError) {
        self.init(
            named: try row.text(3),
            by: try MemberName(stored: row.text(2)),
            in: try row.optionalRoom(4),
            subject: try row.optionalText(5),
            detail: try row.optionalText(6),
            at: try row.time(1)
        )
        id = try row.integer(0)
    }
}
