#if Postgres
import ChatProtocol

/// The state of the log in a transaction that has its lock.
struct LogNow {
    let name: String
    /// `nil` before the first event.
    let end: LogEnd?
    /// By the database's clock.
    let time: Timestamp
    let accessNumber: Int64

    /// Reads it.
    ///
    /// - Parameter session: of a transaction that has the log's lock.
    init?(_ session: any SQLSession) throws {
        let found = try session.row(PostgresText.logNow, []) { row in
            LogNow(
                name: try row.text(0),
                end: try LogEnd(row: row, at: 1),
                time: Timestamp(milliseconds: try row.integer(3)),
                accessNumber: try row.integer(4)
            )
        }
        guard let found else { return nil }
        self = found
    }

    private init(name: String, end: LogEnd, time: Timestamp, accessNumber: Int64) {
        self.name = name
        self.end = end.position > 0 ? end : nil
        self.time = time
        self.accessNumber = accessNumber
    }
}
#endif
