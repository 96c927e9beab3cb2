import ChatProtocol

/// What was changed of access since a number of it, whoever did.
package struct AccessNews: Sendable, Hashable {
    /// Rows, read anew, that are taken over one by one; more of them are read whole.
    static let limit = 256
    /// Numbers for which is kept what changed; who is farther behind reads all.
    static let keptNumbers: Int64 = 10_000

    /// Each row as it is now.
    package var changes: [AccessChange] = []
    /// The ``AccessTables/number`` with them.
    package var number: Int64 = 0
}

extension AccessNews {
    /// Reads what changed; `nil` where that is not kept, or is too much.
    ///
    /// - Parameters:
    ///   - session: a read of one moment, where several servers make changes.
    ///   - number: of what is there, ``known`` or more.
    init?(_ session: any SQLSession, since known: Int64, through number: Int64) throws {
        self.number = number
        guard number - known <= Self.keptNumbers else { return nil }
        let values = [SQLValue.integer(known), .integer(Int64(Self.limit) + 1)]
        let keys = try session.rows(Statements.accessChanges, values) { row in
            (table: try row.text(0), id: try row.text(1), detail: try row.text(2))
        }
        guard keys.count <= Self.limit else { return nil }
        for key in keys {
            let change = try Self.change(session, in: key.table, key.id, key.detail)
            if let change { changes.append(change) }
        }
    }

    /// Reads a row anew; `nil` for one of a table that this program does not know, and for an
    /// account that is gone, of which there are none.
    private static func change(
        _ session: any SQLSession,
        in table: String,
        _ id: String,
        _ detail: String
    ) throws -> AccessChange? {
        switch table {
        case "accounts":
            try session.row(Statements.account, [.text(id)]) { .put(try Account(row: $0)) }
        case "tokens":
            try session.row(Statements.token, [.text(id)]) { .putToken(try AccountToken(row: $0)) }
                ?? .dropToken(id: id)
        case "account_keys":
            try session.row(Statements.accountKey, [.text(id), .text(detail)]) { row in
                .putKey(try AccountKey(row: row))
            } ?? .dropKey(account: try MemberName(stored: id), fingerprint: detail)
        case "invites":
            try session.row(Statements.invite, [.text(id)]) { .putInvite(try Invite(row: $0)) }
                ?? .dropInvite(key: id)
        case "bans":
            try session.row(Statements.ban, [.text(id)]) { .putBan(try ServerBan(row: $0)) }
                ?? .dropBan(id: id)
        default: nil
        }
    }
}
