extension SearchIndex {
    /// What only SQLite's FTS5 understands; another database has an index of its own kind.
    ///
    /// Source: https://www.sqlite.org/fts5.html
    enum Text {
        static let through = "SELECT through FROM progress"
        static let setThrough = "UPDATE progress SET through = $1"
        static let changed = "SELECT text FROM changed WHERE position = $1"
        static let setChanged = """
            INSERT INTO changed (position, text) VALUES ($1, $2)
            ON CONFLICT (position) DO UPDATE SET text = excluded.text
            """
        static let forgetChanged = "DELETE FROM changed WHERE position = $1"
        static let forgetImported = "DELETE FROM imported WHERE position = $1"
        static let addImported = "INSERT INTO imported (position, at) VALUES ($1, $2)"
        /// Of each ``OwnRoom``.
        private static let ownRooms = "SELECT room, public_through, is_public FROM own_rooms"
        static let ownRoom = "\(ownRooms) WHERE room = $1"
        static let turnedRooms = "\(ownRooms) WHERE public_through > 0 OR is_public <> 0"
        static let setOwnRoom = """
            INSERT INTO own_rooms (room, public_through, is_public) VALUES ($1, $2, $3)
            ON CONFLICT (room) DO UPDATE SET is_public = excluded.is_public
            """
        static let forgetRoom = "DELETE FROM own_rooms WHERE room = $1"
        /// Whether public rooms have a message of some tags.
        static let anyTagged = "SELECT rowid FROM words WHERE words MATCH $1 LIMIT 1"
        /// The same of the other rooms.
        static let anyOwn = "SELECT rowid FROM own_words WHERE own_words MATCH $1 LIMIT 1"
        /// Weights are passed on as whole numbers, which all databases have.
        static let weightScale = 1_000_000.0

        private static let common = Table("words")
        private static let own = Table("own_words")

        /// The statements of a list.
        ///
        /// - Returns: the same ones each time.
        static func table(of list: SearchSource.List) -> Table {
            switch list {
            case .common: common
            case .own: own
            }
        }
    }
}

extension SearchIndex.Text {
    /// What is done with one list of words.
    struct Table: Sendable {
        /// Whether words of a position are in it.
        let has: String
        /// The values of both: position, text, tags.
        ///
        /// What is not there must not be removed: FTS5 would count below what is.
        let add: String
        let remove: String
        /// The values of both: expression, those of a ``SearchPart``, limit.
        let newest: String
        let ranked: String

        /// Makes the statements.
        fileprivate init(_ name: String) {
            has = "SELECT rowid FROM \(name) WHERE rowid = $1"
            add = "INSERT INTO \(name) (rowid, text, tags) VALUES ($1, $2, $3)"
            remove = """
                INSERT INTO \(name) (\(name), rowid, text, tags) VALUES ('delete', $1, $2, $3)
                """
            newest = Self.matching("0", in: name)
            let weight = "burble_rank(\(name)) * \(SearchIndex.Text.weightScale)"
            ranked = Self.matching("CAST(\(weight) AS INTEGER)", in: name)
        }

        private static func matching(_ weight: String, in name: String) -> String {
            """
            SELECT rowid, \(weight) FROM \(name)
            WHERE \(name) MATCH $1 AND \(SearchPart.condition(in: name))
            ORDER BY rowid DESC LIMIT $7
            """
        }
    }
}
