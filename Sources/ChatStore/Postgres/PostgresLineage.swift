#if Postgres
import ChatProtocol

/// What a database has of a log.
///
/// Where it has lost what was handed on, the log is given another name.
struct PostgresLineage {
    let session: any SQLSession

    /// What the database has at some positions.
    ///
    /// - Returns: a mark of each event that is there.
    func marks(at positions: [Int64]) throws -> [LogMarks.Mark] {
        let list = "{" + positions.map(String.init).joined(separator: ",") + "}"
        return try session.rows(PostgresText.marks, [.text(list)]) { row in
            LogMarks.Mark(
                position: try row.integer(0),
                seq: try row.integer(1),
                at: Timestamp(milliseconds: try row.integer(2)),
                user: try row.text(3)
            )
        }
    }

    /// Marks of what the database has.
    ///
    /// - Returns: the marks, the newest event's last.
    func marks(through head: Int64) throws -> SpacedMarks {
        try marks(at: SpacedMarks.positions(through: head))
            .sorted { $0.position < $1.position }
            .reduce(into: SpacedMarks()) { $0.add($1) }
    }

    /// The position through which the database has what was handed on.
    ///
    /// - Parameters:
    ///   - access: what was known of the changes of access; they have no position, and all events
    ///     may be there where some of those are lost.
    /// - Returns: `nil` where nothing was lost.
    func end(of marks: LogMarks, _ access: AccessMark) throws -> Int64? {
        let head = try session.row(Statements.newestPosition, []) { try $0.integer(0) } ?? 0
        if let end = marks.end(head: head, try self.marks(at: marks.positions)) { return end }
        return try AccessMark.read(session, knowing: access) == nil ? head : nil
    }

    /// Gives the log another name where it lacks what a server has handed on of it, in a
    /// transaction that has its lock.
    ///
    /// - Parameter kept: what the server kept of it; another log's tells nothing.
    func rename(where kept: MarksText) throws {
        let name = try session.row(Statements.logState, []) { try $0.text(0) }
        guard name == kept.log.description,
            let end = try end(of: kept.marks.marks, kept.access)
        else { return }
        try session.rename(from: kept.log, through: end)
    }
}

/// What looks for marks.
extension PostgresText {
    /// Its value: a list of positions.
    static let marks = """
        SELECT position, seq, at, user_name FROM events WHERE position = ANY($1::bigint[])
        """
}
#endif
