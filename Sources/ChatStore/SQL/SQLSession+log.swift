import ChatProtocol

extension SQLSession {
    /// Reads the log's name and its newest position.
    ///
    /// - Returns: both; the position is 0 before the first event.
    /// - Throws: `damaged` when the log has no name, or what the database said.
    func log() throws -> (name: LogName, head: Int64) {
        let log = try row(Statements.logState, []) { row in
            (LogName(try row.text(0)), try row.integer(1))
        }
        guard let (name, head) = log, let name else {
            throw StoreError.damaged(detail: "the log has no name")
        }
        return (name, head)
    }
}
