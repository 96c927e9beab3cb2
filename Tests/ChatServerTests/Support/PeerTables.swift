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
        """
        CREATE TABLE access_changes (
            number INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, detail TEXT NOT NULL,
            mark INTEGER DEFAULT (random())
        )
        """,
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
            counting("tokens", "INSERT", "id"), counting("tokens", "DELETE", "id"),
            """
            CREATE TRIGGER count_rooms AFTER UPDATE OF is_deleted, removed_through ON rooms
            BEGIN UPDATE log SET access_number = access_number + 1; END
            """,
        ]
        + [("accounts", "name"), ("invites", "code"), ("bans", "id")].flatMap { table, id in
            ["INSERT", "UPDATE", "DELETE"].map { counting(table, $0, id) }
        }
        + ["INSERT", "UPDATE", "DELETE"].map {
            counting("account_keys", $0, "account", "fingerprint")
        }

    /// A trigger that notes what was changed, and counts it.
    private static func counting(
        _ table: String,
        _ change: String,
        _ id: String,
        _ detail: String? = nil
    ) -> String {
        let row = change == "DELETE" ? "OLD" : "NEW"
        let further = detail.map { "\(row).\($0)" } ?? "''"
        return """
            CREATE TRIGGER count_\(table)_\(change) AFTER \(change) ON \(table)
            BEGIN
            INSERT INTO access_changes (number, kind, id, detail)
            SELECT access_number + 1, '\(table)', \(row).\(id), \(further) FROM log;
            UPDATE log SET access_number = access_number + 1;
            END
            """
    }
}
