#if Postgres
/// What a cluster must be so that what is acknowledged stays: it is refused in words else.
struct PostgresChecks {
    /// The oldest version: before it a pipeline cannot be relied on.
    static let oldestVersion = 140_000

    let connection: PostgresConnection

    /// Sets what can be set for the connection, and looks at what cannot.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - timeout: how long a statement may take; `nil` for ever.
    ///   - idleTime: how long a transaction may wait for its next statement.
    /// - Throws: `unavailable` for a cluster that will not do, or what it said.
    func prepare(timeout: Duration?, idleTime: String = "10s") throws {
        if let refusal = Self.refusal(ofVersion: connection.serverVersion) { throw refusal }
        let session = PostgresSession(connection: connection)
        // The cluster takes 0 for no end.
        let milliseconds = timeout.map { max(1, Int64($0 / .milliseconds(1))) } ?? 0
        let values: [SQLValue] = [.text("\(milliseconds)"), .text(idleTime)]
        do {
            _ = try session.row(PostgresText.settings, values) { _ in true }
        } catch let failure as PostgresFailure where failure.code == "57014" {
            // What the role or the database has holds until this statement has ended.
            throw Self.refusal("statement_timeout ends the first statement already")
        }
        let refusal = try session.row(PostgresText.state, []) { row in try Self.refusal(of: row) }
        if let refusal = refusal ?? nil { throw refusal }
    }

    /// Judges a server's version.
    ///
    /// - Parameter version: 150018 for 15.18.
    /// - Returns: `nil` for one that will do.
    static func refusal(ofVersion version: Int) -> StoreError? {
        version >= oldestVersion ? nil : refusal("version 14 or newer is needed")
    }

    private static func refusal(of row: any SQLRow) throws(StoreError) -> StoreError? {
        let encoding = try row.text(0)
        guard encoding == "UTF8" else {
            return refusal("the database's encoding is \(encoding), and UTF8 is needed")
        }
        guard try row.text(1) == "on" else {
            return refusal("fsync is off: a crash would lose what was acknowledged")
        }
        guard try row.text(2) == "on" else {
            return refusal("full_page_writes is off: a crash could damage the tables")
        }
        guard try row.text(3) == "off" else {
            return refusal("it may only be read: it is a standby")
        }
        guard try row.optionalText(4) != nil else {
            return refusal("the search_path names no schema that is there")
        }
        guard try row.text(5) == "origin" else {
            return refusal(
                "session_replication_role switches off the triggers by which servers are told "
                    + "what is revoked: it has to be origin"
            )
        }
        if let table = try row.optionalText(6) {
            return refusal("a trigger of the table \(table) is disabled: ENABLE TRIGGER USER")
        }
        return nil
    }

    /// Refuses a pooler that gives each transaction another process: statements that are prepared,
    /// settings and locks would be those of somebody else.
    ///
    /// Blocks.
    ///
    /// - Parameter other: a second connection to the same place, idle.
    /// - Throws: `unavailable`, or what the database said.
    func refusePooler(with other: PostgresConnection) throws {
        guard try process(of: connection) != connection.toldProcess else { return }
        do {
            if try keepsProcess(beside: other) { return }
        } catch {
            // Its statements and those of the other one are mixed up already.
            if connection.isBroken || other.isBroken { throw error }
        }
        throw Self.refusal(
            "there is a pooler before it that shares connections between transactions: it has to "
                + "pool sessions"
        )
    }

    /// Whether the connection has the same process while another one is in a transaction: that one
    /// is given the process that was used last.
    private func keepsProcess(beside other: PostgresConnection) throws -> Bool {
        let first = try process(of: connection)
        try PostgresSession(connection: other).ask(PostgresText.begin)
        let second = try process(of: connection)
        try PostgresSession(connection: other).ask(PostgresText.rollback)
        return first == second
    }

    private func process(of connection: PostgresConnection) throws -> Int64? {
        try PostgresSession(connection: connection).row(PostgresText.process, []) {
            try $0.integer(0)
        }
    }

    private static func refusal(_ words: String) -> StoreError {
        .unavailable("PostgreSQL cannot hold the log as it is set: \(words)")
    }
}
#endif
