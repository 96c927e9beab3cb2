import ChatProtocol

/// The names that a log has had: it is given another when it goes on from an earlier state, so that
/// a cursor never means another event than the one that it was given out for.
extension SQLSession {
    /// Gives the log another name, in a transaction that nobody else writes beside.
    ///
    /// - Parameters:
    ///   - name: that it had; where another server was first, that one's name stays.
    ///   - position: through which cursors of that name and of those before it hold.
    func rename(from name: LogName, through position: Int64) throws {
        let (old, through) = (SQLValue.text(name.description), SQLValue.integer(position))
        try run("UPDATE former_names SET through = $1 WHERE through > $1", [through])
        let keep = "INSERT INTO former_names (name, through) VALUES ($1, $2) ON CONFLICT DO NOTHING"
        try run(keep, [old, through])
        let new = SQLValue.text(LogName.drawn().description)
        try run("UPDATE log SET name = $1 WHERE name = $2", [new, old])
    }

    /// The names that the log had.
    ///
    /// - Returns: for each the last position that holds under it.
    func formerNames() throws -> [LogName: Int64] {
        let rows = try rows("SELECT name, through FROM former_names", []) { row in
            (LogName(try row.text(0)), try row.integer(1))
        }
        return rows.reduce(into: [:]) { names, row in
            if let name = row.0 { names[name] = row.1 }
        }
    }
}
