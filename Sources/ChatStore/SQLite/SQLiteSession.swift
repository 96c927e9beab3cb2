import GRDB

/// One transaction of SQLite.
///
/// Statements are prepared once for each connection.
struct SQLiteSession: SQLSession {
    let database: Database
    /// Ends a read between two statements, which SQLite does not ask about; `nil` in a transaction
    /// that writes.
    var watch: ReadWatch?

    func prepare(_ text: String) throws -> any SQLStatement {
        if let end = watch?.end { throw end }
        return SQLiteStatement(try database.cachedStatement(sql: text))
    }
}
