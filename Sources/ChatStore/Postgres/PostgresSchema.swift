#if Postgres
import ChatProtocol

/// The tables in PostgreSQL, as numbered migrations: those of ``Schema``, with names compared by
/// their bytes whatever the database's collation.
///
/// `meta` tells the schema, and the oldest one whose programs can read it: a newer program may add
/// to the tables while an older one still uses them.
struct PostgresSchema {
    /// The schema that this program writes.
    static var version: Int { migrations.count }

    /// Migration `n` is at index `n - 1`, and is never changed once it was released.
    private static let migrations = [
        PostgresTables.first, PostgresTables.nodes, PostgresTables.shownReads,
        PostgresTables.accessChanges, PostgresTables.unchangedKeys, PostgresTables.readsByRoom,
        PostgresTables.accessMarks,
    ]

    let connection: PostgresConnection

    /// Makes the tables, or brings them to ``version``, in one transaction.
    ///
    /// Blocks, also while another server does the same.
    ///
    /// - Parameter drawName: draws the name of a log that is new.
    /// - Throws: `newer` or `damaged` before anything is written, what `drawName` threw, or what
    ///   PostgreSQL said.
    func migrate(drawName: () throws -> LogName) throws {
        try connection.send(PostgresText.begin)
        do {
            try bring(drawName: drawName)
            try connection.commit()
        } catch {
            connection.rollBack()
            throw error
        }
    }

    /// Makes the tables, or brings them to ``version``, in the transaction that is open.
    ///
    /// Blocks, also while another server does the same.
    ///
    /// - Parameter drawName: draws the name of a log that is new.
    /// - Throws: what ``migrate(drawName:)`` throws; the transaction is to be rolled back then.
    func bring(drawName: () throws -> LogName) throws {
        let session = PostgresSession(connection: connection)
        try session.run(PostgresText.lockTables, [])
        let found = try found(session)
        for number in found..<max(found, Self.version) {
            for text in Self.migrations[number] { try session.run(text, []) }
            if number == 0 { try begin(try drawName(), session) }
        }
        if found < Self.version {
            let version = SQLValue.integer(Int64(Self.version))
            try session.run("UPDATE meta SET schema = $1", [version])
        }
    }

    /// The schema that is there; 0 in an empty one.
    private func found(_ session: PostgresSession) throws -> Int {
        let isThere = "SELECT to_regclass('meta')::text, to_regclass('events')::text"
        let (meta, events) =
            try session.row(isThere, []) { row in
                (try row.optionalText(0), try row.optionalText(1))
            } ?? (nil, nil)
        guard meta != nil else {
            guard events == nil else {
                throw StoreError.damaged(detail: "the schema has tables that are not Burble's")
            }
            return 0
        }
        let text = "SELECT schema, readable_by FROM meta"
        let found = try session.row(text, []) { row in
            (schema: Int(try row.integer(0)), readableBy: Int(try row.integer(1)))
        }
        guard let found else { throw StoreError.damaged(detail: "the tables have no version") }
        guard found.readableBy <= Self.version else {
            throw StoreError.newer(found: found.schema, known: Self.version)
        }
        return found.schema
    }

    private func begin(_ name: LogName, _ session: PostgresSession) throws {
        try session.run("INSERT INTO meta (schema, readable_by) VALUES (1, 1)", [])
        try session.run("INSERT INTO log (id, name) VALUES (1, $1)", [.text(name.description)])
    }
}
#endif
