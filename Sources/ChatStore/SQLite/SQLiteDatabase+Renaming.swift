import ChatProtocol

extension SQLiteDatabase {
    /// Gives a log that has lost events another name, so that no cursor of theirs is taken for one
    /// of what comes at their positions.
    ///
    /// Blocks; for the opening alone.
    ///
    /// - Returns: the log as it is now. Cursors of the old name hold as far as it goes.
    func rename(after loss: LogLoss) throws(StoreError) -> LogState {
        try commit { try $0.rename(from: loss.log, through: loss.head) }
        var state = try logState()
        state.loss = loss
        return state
    }
}
