extension SearchIndex {
    /// What only SQLite's FTS5 understands; another database has an index of its own kind.
    ///
    /// Source: https://www.sqlite.org/fts5.html
    enum Text {
        static let through = "SELECT through FROM progress"
        static let setThrough = "UPDATE progress SET through = $1"
        static let add = "INSERT INTO words (rowid, text, tags) VALUES ($1, $2, $3)"
        static let remove = """
            INSERT INTO words (words, rowid, text, tags) VALUES ('delete', $1, $2, $3)
            """
        static let changed = "SELECT text FROM changed WHERE position = $1"
        static let setChanged = """
            INSERT INTO changed (position, text) VALUES ($1, $2)
            ON CONFLICT (position) DO UPDATE SET text = excluded.text
            """
        static let forgetChanged = "DELETE FROM changed WHERE position = $1"
        static let forgetImported = "DELETE FROM imported WHERE position = $1"
        static let addImported = "INSERT INTO imported (position, at) VALUES ($1, $2)"
        /// Weights are passed on as whole numbers, which all databases have.
        static let weightScale = 1_000_000.0
        static let newest = matching("0")
        static let ranked = matching("CAST(burble_rank(words) * \(weightScale) AS INTEGER)")

        private static func matching(_ weight: String) -> String {
            """
            SELECT rowid, \(weight) FROM words
            WHERE words MATCH $1 AND \(SearchPart.condition) ORDER BY rowid DESC LIMIT $7
            """
        }
    }
}
