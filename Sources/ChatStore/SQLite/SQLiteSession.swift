import GRDB

/// One transaction of SQLite.
///
/// Statements are prepared once for each connection.
struct SQLiteSession: SQLSession {
    let database: Database

    func prepare(_ text: String) throws -> any SQLStatement {
        SQLiteStatement(try database.cachedStatement(sql: text))
    }
}
