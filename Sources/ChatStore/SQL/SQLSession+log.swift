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

    /// Reads the time of the newest event.
    ///
    /// - Returns: `nil` before the first event.
    func lastTime() throws -> Timestamp? {
        try row(Statements.newestEvent, []) { Timestamp(milliseconds: try $0.integer(1)) }
    }

    /// Tells whether all is had by whom it was judged for, and stays so until the commit.
    ///
    /// - Returns: false once another one has or had any of it.
    func has(_ holds: [Hold]) throws -> Bool {
        try holds.allSatisfy { hold in
            let values = [SQLValue.text(hold.name), .text(hold.holder)]
            return try row(Statements.lockLease, values) { _ in true } ?? false
        }
    }
}
