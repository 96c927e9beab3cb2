@testable import ChatStore

/// What servers of one log share beside it, as PostgreSQL's second migration makes it, in SQLite.
enum PeerTables {
    /// Makes the tables, and the triggers that count changes of access.
    static func make(in database: some SQLDatabase) throws {
        try database.commit { session in
            for text in tables + triggers { try session.run(text, []) }
            for number in 1...2 {
                let values: [SQLValue] = [.integer(Int64(number))]
                try session.run("INSERT INTO nodes (id) VALUES ($1)", values)
            }
        }
    }

    private static let tables = [
        "ALTER TABLE log ADD COLUMN access_number INTEGER NOT NULL DEFAULT 0",
        "CREATE TABLE meta (operator_token_sha256 TEXT)",
        "INSERT INTO meta VALUES (NULL)",
        """
        CREATE TABLE nodes (
            id INTEGER PRIMARY KEY, streams INTEGER NOT NULL DEFAULT 0,
            is_draining INTEGER NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE presence (
            node INTEGER, room TEXT, member TEXT, name TEXT NOT NULL,
            PRIMARY KEY (node, room, member)
        )
        """,
        """
        CREATE TABLE single_use (
            kind TEXT, id TEXT, value TEXT NOT NULL, expires_at INTEGER NOT NULL,
            PRIMARY KEY (kind, id)
        )
        """,
        """
        CREATE TABLE files (
            sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, whole INTEGER NOT NULL,
            kept_at INTEGER NOT NULL
        )
        """,
        """
        CREATE TABLE file_parts (
            sha256 TEXT, part INTEGER, bytes TEXT NOT NULL, PRIMARY KEY (sha256, part)
        )
        """,
    ]

    private static let triggers =
        [
            counting("tokens", "INSERT"), counting("tokens", "DELETE"),
            counting("rooms", "UPDATE OF is_deleted, removed_through"),
        ]
        + ["accounts", "account_keys", "invites", "bans"].flatMap { table in
            ["INSERT", "UPDATE", "DELETE"].map { counting(table, $0) }
        }

    private static func counting(_ table: String, _ change: String) -> String {
        """
        CREATE TRIGGER count_\(table)_\(change.prefix(6)) AFTER \(change) ON \(table)
        BEGIN UPDATE log SET access_number = access_number + 1; END
        """
    }
}
