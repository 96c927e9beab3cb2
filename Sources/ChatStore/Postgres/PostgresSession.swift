#if Postgres
/// One transaction of PostgreSQL.
struct PostgresSession: SQLSession {
    let connection: PostgresConnection
    /// Ends a read between two statements; `nil` in a transaction that writes.
    var reading: PostgresRead?

    var findsSeqs: Bool { true }
    var boundsParts: Bool { true }
    var isRemote: Bool { true }
    var clock: String { "(extract(epoch FROM clock_timestamp()) * 1000)::bigint" }

    /// Runs a statement whose failure shows at once.
    ///
    /// - Parameters:
    ///   - text: the statement.
    ///   - values: its parameters.
    /// - Throws: what the database said.
    func ask(_ text: String, _ values: String...) throws(PostgresFailure) {
        try connection.send(text, values.map { Array($0.utf8CString) })
        _ = try connection.answer()
    }

    func prepare(_ text: String) throws -> any SQLStatement {
        if reading?.isGivenUp == true { throw StoreError.cancelled }
        return PostgresStatement(text, on: connection)
    }
}
#endif
