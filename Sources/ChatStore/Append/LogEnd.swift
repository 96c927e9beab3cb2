import ChatProtocol

/// A log's newest event.
struct LogEnd: Sendable, Hashable {
    let position: Int64
    /// The log's time: later than the event's own if that was out of its order.
    let at: Timestamp
}

extension LogEnd {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - row: with the position and the log's time.
    ///   - column: the first of the two.
    /// - Throws: `damaged` when they are no numbers.
    init(row: any SQLRow, at column: Int) throws(StoreError) {
        position = try row.integer(column)
        at = Timestamp(milliseconds: try row.integer(column + 1))
    }
}
