import ChatProtocol
import ChatStore

/// Reads the ends of a search: cursors, spans and times.
struct SearchPlaces {
    let house: House
    let parameters: QueryParameters

    /// Reads an end.
    ///
    /// Suspends to find the position of a time.
    ///
    /// - Parameter name: of the parameter.
    /// - Returns: the last position that is before or at it, and the first that is at or after it;
    ///   `nil` if the parameter is missing.
    /// - Throws: `400 bad_parameter`.
    func position(_ name: String) async throws(Problem) -> (last: Int64, first: Int64)? {
        guard let text = parameters[name] else { return nil }
        if let cursor = Cursor(text) {
            guard cursor.log == house.store.log else {
                throw .badParameter(name, "the cursor is of another log")
            }
            return (cursor.position, cursor.position)
        }
        let time: Timestamp
        if let span = Span(text) {
            time = Timestamp(milliseconds: Timestamp.now().milliseconds - span.milliseconds)
        } else if let moment = Timestamp(text) {
            time = moment
        } else {
            throw .badParameter(name, "a cursor (k3f9.4711), a span (10m, 2h) or a time (RFC 3339)")
        }
        let last = try await attempt { () async throws(StoreError) in
            try await house.store.position(before: time, through: house.store.head)
        }
        return (last, last + 1)
    }
}
