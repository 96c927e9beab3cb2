/// What was counted of a table's rows on one side of a move.
struct MoveTally: Sendable, Hashable {
    private(set) var rows: Int64 = 0
    /// How many rows have a value, for each column.
    private(set) var values: [Int64]

    /// Begins with nothing.
    init(columns: Int) {
        values = Array(repeating: 0, count: columns)
    }

    /// Takes what a database counted.
    ///
    /// - Parameter row: as ``MoveTable/tally`` gives it.
    /// - Throws: `damaged` when it is no such row.
    init(_ row: any SQLRow, columns: Int) throws(StoreError) {
        rows = try row.integer(0)
        values = []
        for column in 0..<columns { values.append(try row.integer(column + 1)) }
    }

    /// Counts a row.
    mutating func addRow() { rows += 1 }

    /// Counts a value of the row.
    ///
    /// - Parameter column: 0 or more.
    mutating func addValue(_ column: Int) { values[column] += 1 }
}
