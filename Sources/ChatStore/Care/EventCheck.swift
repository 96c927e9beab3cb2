import ChatProtocol
import GRDB

/// Whether the server could read each event of a log: it reads them as the server does.
enum EventCheck {
    /// Events after which the names that were read are forgotten: a log may have any number.
    private static let rememberedEvents = 10_000

    /// Reads all events, those of rooms that were taken away too.
    ///
    /// Blocks for as long as it takes.
    ///
    /// - Parameter database: of the schema that this program writes.
    /// - Returns: what was found, by position.
    static func findings(_ database: Database) throws -> [CheckFinding] {
        // A cursor has to name a log, and nobody is given these.
        let log = LogName.drawn()
        var reader = EventReader(log: log)
        var (count, faults) = (0, FaultList())
        let all: [SQLValue] = [.integer(.min), .integer(.max)]
        try SQLiteSession(database: database).run(Statements.nextEvents, all) { row in
            let position = try row.integer(EventRow.Column.position.rawValue)
            count += 1
            if count.isMultiple(of: rememberedEvents) { reader = EventReader(log: log) }
            do throws(StoreError) {
                _ = try reader.event(from: row)
                _ = try row.optionalInteger(EventRow.Column.withdrawn.rawValue)
                _ = try row.optionalInteger(EventRow.width + 1)
            } catch {
                faults.add("position \(position): \(words(of: error))")
            }
            return true
        }
        return faults.findings(of: "events", sound: "each can be read: \(count)")
    }

    /// Of what is damaged the line tells that it is.
    private static func words(of error: StoreError) -> String {
        guard case .damaged(let detail) = error else { return "\(error)" }
        return detail
    }
}
