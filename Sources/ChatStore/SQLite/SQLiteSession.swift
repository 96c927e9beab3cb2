import GRDB

/// One transaction of SQLite.
///
/// Statements are prepared once for each connection.
struct SQLiteSession: SQLSession {
    let database: Database

    func run(
        _ text: String,
        _ values: [SQLValue],
        each body: (any SQLRow) throws -> Bool
    ) throws {
        let statement = try database.cachedStatement(sql: text)
        let arguments = StatementArguments(values.map { $0.argument })
        guard statement.columnCount > 0 else {
            return try statement.execute(arguments: arguments)
        }
        let rows = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try rows.next() {
            guard try body(SQLiteRow(row: row)) else { return }
        }
    }
}

/// A row while its statement stands on it.
private struct SQLiteRow: SQLRow {
    let row: Row

    func value(_ column: Int) -> SQLValue {
        let value: DatabaseValue = row[column]
        switch value.storage {
        case .int64(let integer): return .integer(integer)
        case .string(let text): return .text(text)
        case .null, .double, .blob: return .null
        }
    }
}

extension SQLValue {
    /// The value as GRDB binds it.
    ///
    /// Boxed, since GRDB turns an array of values of one type into arguments by way of a key path,
    /// which costs as much as the insert itself.
    fileprivate var argument: (any DatabaseValueConvertible)? {
        switch self {
        case .null: nil
        case .integer(let integer): integer
        case .text(let text): text
        }
    }
}
