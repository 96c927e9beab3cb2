import ChatProtocol
import GRDB

/// The tables of the search index, in a file that can be thrown away at any time.
enum SearchSchema {
    /// The index is another log's, or one of another version of the program.
    struct Outdated: Error {}

    /// The version that this program writes; a file of another one is made anew.
    private static let version = 6

    /// `words` and `own_words` hold no text (`content=''`), so a message's old text is named when
    /// it goes.
    ///
    /// `words` is of public rooms. `own_words` is of all others, each word behind its room's
    /// ``RoomCode``: what it costs to look through a list must not tell of rooms that one may not
    /// see. `own_rooms` names those; what was said in one through `public_through`, while it was
    /// public, stands in `words`, and one that was made public later stays where it is.
    ///
    /// Letters with their marks, numbers and symbols (emoji among them) make words, without regard
    /// to accents. The beginnings of one to three characters have lists of their own: else the few
    /// letters of a search that is being typed would join half of all words. Rooms of few have
    /// fewer words, so there those of one character are enough. `changed` is the text that the
    /// index holds of each message that is no longer what was said. `imported` tells when the
    /// messages happened that were logged later.
    private static let tables = """
        CREATE VIRTUAL TABLE words USING fts5(
            text, tags, content='', prefix='1 2 3', tokenize="\(tokenizer)"
        );
        CREATE VIRTUAL TABLE own_words USING fts5(
            text, tags, content='', prefix='\(RoomCode.length + 1)', tokenize="\(tokenizer)"
        );
        CREATE TABLE own_rooms (
            room INTEGER PRIMARY KEY,
            public_through INTEGER NOT NULL,
            is_public INTEGER NOT NULL
        );
        CREATE INDEX turned_rooms ON own_rooms (room) WHERE public_through > 0 OR is_public <> 0;
        CREATE TABLE changed (position INTEGER PRIMARY KEY, text TEXT NOT NULL);
        CREATE TABLE imported (position INTEGER PRIMARY KEY, at INTEGER NOT NULL);
        CREATE TABLE progress (log TEXT NOT NULL, through INTEGER NOT NULL);
        """

    private static let tokenizer = "unicode61 remove_diacritics 2 categories 'L* M* N* Co So'"

    /// Looks for damage, which takes 4 to 5 ms for each MiB.
    ///
    /// - Parameter database: the writer, outside a transaction.
    /// - Throws: `damaged`, or what SQLite said.
    static func check(_ database: Database) throws {
        let text = try String.fetchOne(database, sql: "PRAGMA quick_check(1)") ?? "no answer"
        guard text == "ok" else {
            throw StoreError.damaged(detail: "the search index fails SQLite's quick check: \(text)")
        }
    }

    /// Makes the tables in an empty file, and checks those of another.
    ///
    /// - Parameter database: the writer, outside a transaction.
    /// - Throws: ``Outdated`` when the file is not this log's index; `damaged`, or what SQLite
    ///   said.
    static func prepare(_ database: Database, log: LogName, head: Int64) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard found == 0 || found == version else { throw Outdated() }
        if found == 0 {
            try database.inTransaction(.immediate) {
                try database.execute(sql: tables)
                let values: StatementArguments = [log.description]
                try database.execute(sql: "INSERT INTO progress VALUES (?, 0)", arguments: values)
                try database.execute(sql: "PRAGMA user_version = \(version)")
                return .commit
            }
        }
        guard let row = try Row.fetchOne(database, sql: "SELECT log, through FROM progress") else {
            throw StoreError.damaged(detail: "the search index does not say what it follows")
        }
        guard row["log"] == log.description, row["through"] <= head else { throw Outdated() }
    }
}
