#if Postgres
/// One transaction of PostgreSQL.
struct PostgresSession: SQLSession {
    let connection: PostgresConnection
    /// A statement that was asked already, and its answer.
    var asked: (text: String, rows: PostgresRows)?
    /// Ends a read between two statements; `nil` in a transaction that writes.
    var reading: PostgresRead?

    var findsSeqs: Bool { true }
    var boundsParts: Bool { true }
    var isRemote: Bool { true }
    var speechBack: String { Statements.boundedSpeechBack }
    var clock: String { "(extract(epoch FROM clock_timestamp()) * 1000)::bigint" }

    /// Runs a statement whose failure shows at once.
    func ask(_ text: String, _ values: String...) throws(PostgresFailure) {
        try connection.send(text, values.map { Array($0.utf8CString) })
        _ = try connection.answer()
    }

    func prepare(_ text: String) throws -> any SQLStatement {
        if reading?.isGivenUp == true { throw StoreError.cancelled }
        let rows = asked.flatMap { $0.text == text ? $0.rows : nil }
        return PostgresStatement(text, on: connection, answeredBy: rows)
    }
}
#endif
