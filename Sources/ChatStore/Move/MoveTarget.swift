#if Postgres
import ChatProtocol

/// Where a log moves to: tables of its own in PostgreSQL, which appear when all of it is there.
struct MoveTarget {
    /// Where it is, in words, without a user or a password: the database and the schema.
    let place: String
    private let connection: PostgresConnection
    private var session: PostgresSession { PostgresSession(connection: connection) }

    /// Connects, and judges the cluster as a server would.
    ///
    /// Blocks.
    ///
    /// - Throws: `unreachable`, or `unavailable` where it will not do.
    init(_ address: DatabaseAddress) throws {
        connection = try PostgresConnection(address)
        try PostgresChecks(connection: connection).prepare(timeout: nil)
        let other = try PostgresConnection(address, beginningAt: connection.place)
        try PostgresChecks(connection: connection).refusePooler(with: other)
        let schema = "SELECT current_schema()::text"
        let name = try PostgresSession(connection: connection).row(schema, []) { try $0.text(0) }
        place = "\(address), schema \(name ?? "")"
        // Between two tables it waits for the disk of the folder.
        try session.ask("SELECT set_config('idle_in_transaction_session_timeout', '0', false)")
    }

    /// The name of the log that the schema holds already, and its newest position.
    ///
    /// - Returns: `nil` for a schema without a log.
    func log() throws -> LogState? {
        let tables = try columns()
        guard ["meta", "log", "events"].allSatisfy({ tables[$0] != nil }) else { return nil }
        return try session.row(Statements.logState, []) { row in
            guard let name = LogName(try row.text(0)) else {
                throw StoreError.damaged(detail: "the log has no name")
            }
            return LogState(name: name, head: try row.integer(1))
        }
    }

    /// Runs a body in one transaction, in which the tables are made.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - body: fills them; when it throws, the database is as it was.
    ///   - willCommit: called before the commit, whose outcome may stay unknown.
    /// - Throws: what they threw, `outcomeUnknown`, or what PostgreSQL said.
    func fill(_ name: LogName, _ body: () throws -> Void, willCommit: () throws -> Void) throws {
        do {
            try connection.send(PostgresText.begin)
            try session.run(PostgresText.lockTables, [])
            // Nobody else makes tables from here on.
            guard try columns()["meta"] == nil else {
                throw StoreError.unavailable("another server made its tables in the meantime")
            }
            try PostgresSchema(connection: connection).bring { name }
            // What stands in it comes with the others.
            try session.ask("DELETE FROM log")
            try body()
            try willCommit()
        } catch {
            connection.rollBack()
            throw error
        }
        try connection.commit()
    }

    /// The columns of each table that is there.
    ///
    /// - Returns: the names, by the names of the tables.
    func columns() throws -> [String: [String]] {
        let text = """
            SELECT table_name::text, column_name::text FROM information_schema.columns
            WHERE table_schema = current_schema() ORDER BY table_name, ordinal_position
            """
        let found = try session.rows(text, []) { (try $0.text(0), try $0.text(1)) }
        return Dictionary(grouping: found, by: \.0).mapValues { $0.map(\.1) }
    }

    /// Fills a table.
    ///
    /// - Parameters:
    ///   - table: is empty.
    ///   - body: is given what takes the next lines.
    /// - Throws: what the body threw, or what PostgreSQL said.
    func copy(_ table: MoveTable, _ body: (([UInt8]) throws -> Void) throws -> Void) throws {
        try connection.copy(table.copy, body)
    }

    /// Counts what a table holds.
    func tally(_ table: MoveTable) throws -> MoveTally {
        let tally = try session.row(table.tally, []) {
            try MoveTally($0, columns: table.columns.count)
        }
        return tally ?? MoveTally(columns: table.columns.count)
    }

    /// The newest position.
    ///
    /// - Returns: 0 without an event.
    func head() throws -> Int64 {
        try session.row(Statements.logState, []) { try $0.integer(1) } ?? 0
    }

    /// The columns whose numbers the database draws.
    ///
    /// - Returns: the name of one for each table that has one.
    func drawn() throws -> [String: String] {
        let text = """
            SELECT table_name::text, column_name::text FROM information_schema.columns
            WHERE table_schema = current_schema() AND is_identity = 'YES'
            """
        let found = try session.rows(text, []) { (try $0.text(0), try $0.text(1)) }
        return Dictionary(found, uniquingKeysWith: { first, _ in first })
    }

    /// Lets the database draw numbers behind those that are there.
    ///
    /// - Parameter highest: that was drawn; 0 for none.
    func draw(_ column: String, of table: String, after highest: Int64) throws {
        let text =
            "SELECT setval(pg_get_serial_sequence($1, $2), greatest($3::bigint, 1), $3::bigint > 0)"
        try session.ask(text, table, column, "\(highest)")
    }

    /// Lets PostgreSQL look at the tables, so that it plans well from the first read on.
    func analyze(_ tables: [MoveTable]) throws {
        for table in tables { try session.ask("ANALYZE \(table.name)") }
    }
}
#endif
