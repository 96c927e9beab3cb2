#if Postgres
/// Rows that one statement is to write together: an array for each column.
///
/// A statement of its own for each row costs PostgreSQL more than the row.
struct GatheredRows {
    /// Rows and bytes beyond which a statement is sent.
    private static let countLimit = 1000
    private static let byteLimit = 256 << 10

    /// The statement that takes the arrays, the first column's as `$1`.
    let text: String
    /// How many rows there are.
    private(set) var count = 0
    private var columns: [ArrayText] = []

    /// Makes one without rows.
    init(_ text: String) {
        self.text = text
    }

    /// Whether no further row is to be added.
    var isFull: Bool {
        count >= Self.countLimit || columns.reduce(0) { $0 + $1.size } >= Self.byteLimit
    }

    /// The statement's values, each with a zero behind it.
    var values: [[CChar]?] {
        columns.map { column in column.utf8.map { CChar(bitPattern: $0) } + [0] }
    }

    /// Adds a row.
    ///
    /// - Parameter values: one for each column, with a zero behind it; `nil` is null.
    mutating func add(_ values: [[CChar]?]) {
        if columns.isEmpty { columns = values.map { _ in ArrayText() } }
        for (index, value) in values.enumerated() {
            columns[index].add(value.map { $0.dropLast().lazy.map { UInt8(bitPattern: $0) } })
        }
        count += 1
    }
}
#endif
