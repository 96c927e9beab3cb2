import ChatProtocol
import GRDB

/// Whether a log has the tables and the indexes of its schema, and a name, and whether the server
/// could read what it holds beside events.
struct TableCheck {
    private static let part = "tables"

    private let database: Database
    private let session: SQLiteSession

    /// Takes a connection.
    ///
    /// - Parameter database: of the schema that this program writes.
    init(_ database: Database) {
        self.database = database
        session = SQLiteSession(database: database)
    }

    /// Compares the tables, and reads those that are read whole.
    ///
    /// Blocks for as long as it takes.
    func findings() throws -> [CheckFinding] {
        let (there, wanted) = (try Self.objects(database), try Self.schema())
        var faults = FaultList()
        for (name, columns) in wanted.sorted(by: { $0.key < $1.key }) {
            guard let found = there[name] else {
                faults.add("the \(name) is missing")
                continue
            }
            for column in columns.subtracting(found).sorted() {
                faults.add("the \(name) has no column \(column)")
            }
        }
        // What is missing cannot be read.
        if faults.count == 0 { try read(&faults) }
        let words = "as schema \(Schema.version) has them: \(wanted.count)"
        let others = there.keys.filter { wanted[$0] == nil }.sorted()
        let notes = others.map { CheckFinding(Self.part, .note, "the \($0) is not Burble's") }
        return faults.findings(of: Self.part, sound: words) + notes
    }

    // MARK: - What there is

    /// The columns of each table and index, without what SQLite keeps for itself.
    private static func objects(_ database: Database) throws -> [String: Set<String>] {
        let sql = """
            SELECT 'table ' || object.name, part.name
            FROM main.sqlite_master AS object, pragma_table_info(object.name) AS part
            WHERE object.type = 'table' AND substr(object.name, 1, 7) <> 'sqlite_'
            UNION ALL SELECT 'index ' || object.name, coalesce(part.name, '')
            FROM main.sqlite_master AS object, pragma_index_info(object.name) AS part
            WHERE object.type = 'index' AND substr(object.name, 1, 7) <> 'sqlite_'
            UNION ALL SELECT type || ' ' || name, '' FROM main.sqlite_master
            WHERE type IN ('view', 'trigger')
            """
        return try Row.fetchAll(database, sql: sql).reduce(into: [:]) { objects, row in
            let (name, column): (String, String) = (row[0], row[1])
            objects[name, default: []].insert(column)
        }
    }

    /// The same of an empty log, made in memory.
    private static func schema() throws -> [String: Set<String>] {
        try DatabaseQueue().inDatabase { database in
            try Schema.migrate(database) { .drawn() }
            return try objects(database)
        }
    }

    // MARK: - What it holds

    private func read(_ faults: inout FaultList) throws {
        let names = try session.rows(Statements.logState, []) { LogName(try $0.text(0)) }
        if names.count != 1 || names.contains(nil) { faults.add("the log has no name") }
        for (name, read) in [
            ("rooms", rooms), ("members", members), ("accounts", access), ("audit", audit),
        ] as [(String, () throws -> Void)] {
            do { try read() } catch { faults.add("\(name): \(StoreError(sqlite: error))") }
        }
    }

    private func rooms() throws {
        _ = try session.rows(Statements.rooms, []) { try StoredRoom(row: $0) }
    }

    private func members() throws {
        try session.run(Statements.allMembers, []) { row in
            _ = try StoredMember(row: row)
            _ = try RoomName(stored: row.text(5))
            return true
        }
    }

    private func access() throws {
        _ = try AccessTables(session)
    }

    private func audit() throws {
        try session.run(Statements.audit, [.integer(0), .integer(.max)]) { row in
            _ = try AuditEntry(row: row)
            return true
        }
    }
}
