import ChatProtocol

extension SQLiteDatabase {
    /// Gives a log that has lost events another name, so that no cursor of theirs is taken for one
    /// of what comes at their positions.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Parameter loss: what was lost.
    /// - Returns: the log as it is now. Cursors of the old name hold as far as it goes, until the
    ///   next opening.
    /// - Throws: what SQLite said.
    func rename(after loss: LogLoss) throws(StoreError) -> LogState {
        var generator = SystemRandomNumberGenerator()
        let name = LogName(drawnFrom: &generator)
        try commit { session in
            try session.run("UPDATE log SET name = $1", [.text(name.description)])
        }
        return LogState(
            name: name,
            head: loss.head,
            formerNames: [loss.log: loss.head],
            loss: loss
        )
    }
}
