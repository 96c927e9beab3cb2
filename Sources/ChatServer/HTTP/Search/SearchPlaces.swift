import ChatProtocol
import ChatStore

/// Reads the ends of a search: cursors, spans and times.
struct SearchPlaces {
    let services: Services
    let parameters: QueryParameters

    /// An end of the part of the log that is meant.
    enum Place {
        case position(Int64)
        case time(Timestamp)
    }

    /// Reads ends: one, or a time and the cursor of the page before, with a comma between.
    ///
    /// - Returns: none if the parameter is missing.
    /// - Throws: `400 bad_parameter`.
    func places(_ name: String) throws(Problem) -> [Place] {
        guard let text = parameters[name] else { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { throw .badParameter(name, "a time, a cursor, or both") }
        var places: [Place] = []
        for part in parts { places.append(try place(String(part), name)) }
        return places
    }

    private func place(_ text: String, _ name: String) throws(Problem) -> Place {
        if let cursor = Cursor(text) {
            guard let cursor = services.gate.present(cursor) else {
                throw .badParameter(name, "the cursor is of another log")
            }
            return .position(cursor.position)
        }
        if let span = TimeSpan(text) {
            let now = services.gate.now
            return .time(Timestamp(milliseconds: now.milliseconds - span.milliseconds))
        }
        if let moment = Timestamp(text) { return .time(moment) }
        throw .badParameter(name, "a cursor (k3f9.4711), a span (10m, 2h) or a time (RFC 3339)")
    }
}
