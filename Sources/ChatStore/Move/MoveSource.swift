import GRDB
import GRDBSQLite

/// The log that a move reads: one state of it, in SQLite.
struct MoveSource {
    /// Bytes that are sent at a time.
    private static let pieceBytes = 64 * 1024

    private let database: Database

    /// Takes a connection.
    ///
    /// - Parameter database: in a transaction, of the schema that this program writes.
    init(_ database: Database) {
        self.database = database
    }

    /// The columns of each table, without what SQLite keeps for itself.
    ///
    /// - Returns: the names, by the names of the tables.
    func columns() throws -> [String: [String]] {
        let sql = """
            SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'
            ESCAPE '\\'
            """
        let names = try String.fetchAll(database, sql: sql)
        return try names.reduce(into: [:]) { columns, name in
            columns[name] = try database.columns(in: name).map(\.name)
        }
    }

    /// How many rows there are in some tables.
    func count(_ tables: [MoveTable]) throws -> Int64 {
        try tables.reduce(0) { sum, table in
            sum + (try Int64.fetchOne(database, sql: "SELECT count(*) FROM \(table.name)") ?? 0)
        }
    }

    /// The highest number that a column has had: those of rows that are gone count too, where
    /// SQLite does not give them out again.
    ///
    /// - Returns: 0 for an empty table.
    func highest(_ table: MoveTable, _ column: String) throws -> Int64 {
        let drawn = "SELECT seq FROM sqlite_sequence WHERE name = ?"
        let highest = try Int64.fetchOne(database, sql: table.highest(column)) ?? 0
        let kept = try Int64.fetchOne(database, sql: drawn, arguments: [table.name]) ?? 0
        return max(highest, kept)
    }

    /// Reads all rows of a table.
    ///
    /// - Parameter send: takes some lines for `COPY`, and how many rows were read so far.
    /// - Throws: `damaged` for what no column of ours holds, what `send` threw, or what SQLite
    ///   said.
    func read(_ table: MoveTable, _ send: ([UInt8], Int64) throws -> Void) throws -> MoveTally {
        let statement = try database.makeStatement(sql: table.rows)
        let rows = SQLiteStatement(statement)
        // The statement is held until the end, and only `rows` has it too.
        let pointer = unsafe statement.sqliteStatement
        return try withExtendedLifetime(statement) {
            var text = CopyText()
            var tally = MoveTally(columns: table.columns.count)
            while try rows.step() {
                for column in table.columns.indices {
                    unsafe try Self.add(pointer, column, to: &text, &tally)
                }
                text.endRow()
                tally.addRow()
                guard text.bytes.count >= Self.pieceBytes else { continue }
                try send(text.bytes, tally.rows)
                text.clear()
            }
            try send(text.bytes, tally.rows)
            return tally
        }
    }

    /// Adds the value of a column as it is stored: both databases escape the same texts.
    private static func add(
        _ pointer: OpaquePointer,
        _ index: Int,
        to text: inout CopyText,
        _ tally: inout MoveTally
    ) throws {
        let column = Int32(clamping: index)
        // The pointer is the statement's, which the caller holds, and stands at a row.
        switch unsafe sqlite3_column_type(pointer, column) {
        case SQLITE_NULL:
            text.addNull()
            return
        case SQLITE_INTEGER:
            unsafe text.add(sqlite3_column_int64(pointer, column))
        case SQLITE_TEXT:
            // Valid until the next step; it is asked for before its length, as SQLite wants it.
            let start = unsafe sqlite3_column_text(pointer, column)
            let count = unsafe Int(sqlite3_column_bytes(pointer, column))
            unsafe text.add(UnsafeBufferPointer(start: start, count: count))
        default:
            throw StoreError.damaged(detail: "a column holds neither a text nor a number")
        }
        tally.addValue(index)
    }
}
