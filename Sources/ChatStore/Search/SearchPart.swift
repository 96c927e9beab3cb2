import ChatProtocol

/// The part of the log in which a search looks, by position and by time.
///
/// Times rise with positions, but for imported messages and those of a clock that was behind: each
/// of these is looked up.
struct SearchPart: Sendable {
    /// Only later positions.
    var after: Int64
    /// Only earlier positions.
    var before: Int64
    /// What is logged before this position happened in time; what is logged later, did if it was
    /// imported and is earlier than ``until``.
    private var logged = Int64.max
    private var until: Timestamp?
    private var from: Timestamp?

    /// Finds the part that a query means.
    init(of query: SearchQuery, head: Int64, in session: any SQLSession) throws {
        after = query.after
        before = query.before
        from = query.from
        until = query.until
        let search = TimeSearch(session: session)
        if let from {
            // What happened then was not logged earlier.
            after = max(after, try search.position(saidFrom: from, through: head) - 1)
        }
        if let until { logged = try search.position(saidFrom: until, through: head) }
    }

    /// The values of ``condition(in:)``.
    var values: [SQLValue] {
        [
            .integer(after), .integer(before), .integer(logged), SQLValue(until?.milliseconds),
            SQLValue(from?.milliseconds),
        ]
    }

    /// What holds for a row of the index in the part; its parameters begin with `$2`.
    static func condition(in table: String) -> String {
        """
        rowid > $2 AND rowid < $3
        AND (rowid < $4
        OR EXISTS (SELECT 1 FROM imported WHERE position = \(table).rowid AND at < $5))
        AND ($6 IS NULL
        OR NOT EXISTS (SELECT 1 FROM imported WHERE position = \(table).rowid AND at < $6))
        """
    }
}
