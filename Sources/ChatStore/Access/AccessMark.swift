/// How far the changes of access have come in a database that several servers write: the number of
/// the newest, and what tells it from another one of that number, in a database that went back and
/// on from there.
struct AccessMark: Sendable, Hashable {
    /// The ``AccessTables/number``.
    var number: Int64 = 0
    /// Drawn for the newest change that is kept; `nil` where none is.
    var mark: Int64?

    /// Reads it.
    ///
    /// - Parameters:
    ///   - session: what it asks sees all that is known.
    ///   - known: what the database is to have.
    /// - Returns: `nil` where the database lacks that.
    static func read(
        _ session: any SQLSession,
        knowing known: AccessMark = AccessMark()
    ) throws -> AccessMark? {
        let values = [SQLValue.integer(known.number)]
        return try session.row(Statements.accessMark, values) { row -> AccessMark? in
            let new = AccessMark(number: try row.integer(0), mark: try row.optionalInteger(1))
            // What is too old to be kept tells nothing.
            let there = try row.optionalInteger(2) ?? known.mark
            return new.number >= known.number && there == known.mark ? new : nil
        }.flatMap { $0 }
    }
}
