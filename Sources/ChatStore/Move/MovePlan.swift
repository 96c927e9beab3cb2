/// What goes from one database into another: every table with every column of the one.
///
/// It is read from both databases, so that no table is left behind because nobody thought of it.
struct MovePlan: Sendable, Hashable {
    /// By their names.
    let tables: [MoveTable]

    /// Plans a move.
    ///
    /// - Parameters:
    ///   - source: the columns of each table, in order.
    ///   - target: the same of where it goes; it may have more.
    /// - Throws: `unavailable` when the target has no place for a table or a column.
    init(from source: [String: [String]], to target: [String: [String]]) throws(StoreError) {
        for (table, columns) in source.sorted(by: { $0.key < $1.key }) {
            guard let there = target[table] else { throw Self.noPlace(for: table) }
            if let column = columns.first(where: { !there.contains($0) }) {
                throw Self.noPlace(for: "\(table).\(column)")
            }
        }
        tables = source.sorted { $0.key < $1.key }.map {
            MoveTable(name: $0.key, columns: $0.value)
        }
    }

    private static func noPlace(for name: String) -> StoreError {
        .unavailable("the database has no place for \(name): another version made its tables")
    }
}
