#if Postgres
/// A statement of PostgreSQL.
///
/// All of its rows come at once: a statement names how many it wants.
final class PostgresStatement: SQLStatement {
    private let connection: PostgresConnection
    private let text: String
    /// Writes many rows as this statement writes one.
    private let textOfRows: String?
    private var values: [[CChar]?] = []
    private var rows: PostgresRows?
    private var row = -1

    /// Makes a statement.
    ///
    /// - Parameters:
    ///   - text: with `$1` for its first parameter.
    ///   - rows: its answer, if it was asked already; `nil` asks when it is first run.
    init(_ text: String, on connection: PostgresConnection, answeredBy rows: PostgresRows? = nil) {
        self.rows = rows
        self.text = text
        textOfRows = PostgresText.ofRows(text)
        self.connection = connection
    }

    // MARK: - Parameters

    func set(_ integer: Int64, at parameter: Int) {
        set(Array(String(integer).utf8CString), parameter)
    }

    func set(_ text: String, at parameter: Int) {
        var stored = text
        let isWhole = stored.withUTF8 { unsafe !NULEscape.concerns($0) }
        set(Array((isWhole ? text : NULEscape.escaped(text)).utf8CString), parameter)
    }

    func setNull(at parameter: Int) {
        set(nil, parameter)
    }

    private func set(_ value: [CChar]?, _ parameter: Int) {
        while values.count < parameter { values.append(nil) }
        values[parameter - 1] = value
    }

    // MARK: - Running

    func step() throws -> Bool {
        if rows == nil {
            try connection.send(text, values)
            rows = try connection.answer()
        }
        row += 1
        return row < rows?.count ?? 0
    }

    func reset() {
        rows = nil
        row = -1
    }

    func run() throws {
        reset()
        if let textOfRows {
            try connection.gather(values, for: textOfRows)
        } else {
            try connection.send(text, values)
        }
    }

    // MARK: - The row

    func value(_ column: Int) -> SQLValue {
        rows?.value(row, column) ?? .null
    }
}
#endif
