/// A table that goes from one database into another, with the columns that it has there.
struct MoveTable: Sendable, Hashable {
    let name: String
    /// In the order in which they are sent.
    let columns: [String]

    /// The command that takes its rows.
    ///
    /// The table was made in the same transaction, so that nobody can see a row before the others.
    /// Source: https://www.postgresql.org/docs/current/sql-copy.html, `FREEZE`.
    var copy: String {
        "COPY \(name) (\(columns.joined(separator: ", "))) FROM STDIN WITH (FREEZE)"
    }

    /// All rows, in the order in which SQLite keeps them.
    var rows: String { "SELECT \(columns.joined(separator: ", ")) FROM \(name)" }

    /// What a ``MoveTally`` counts, in one row: all rows, and of each column those with a value.
    var tally: String {
        "SELECT count(*), \(columns.map { "count(\($0))" }.joined(separator: ", ")) FROM \(name)"
    }

    /// The highest value of a column.
    ///
    /// - Returns: a statement with one row.
    func highest(_ column: String) -> String { "SELECT max(\(column)) FROM \(name)" }
}
