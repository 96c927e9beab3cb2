package import ChatProtocol

/// A page of a room's log, oldest first: every event from its first to the one before its end.
package struct HistoryPage: Hashable, Sendable {
    package let events: [DurableEvent]

    /// True if nothing lies before the page.
    package var atStart: Bool { (events.first?.seq ?? 1) <= 1 }

    /// Reads a page.
    ///
    /// - Parameter ndjson: events as lines; those of types that are not known here are left out.
    /// - Throws: what is wrong with it.
    init(ndjson: some Collection<UInt8>) throws(DecodingFailure) {
        var decoder = NDJSONDecoder()
        let found = try decoder.decode(ndjson) + decoder.finish()
        events = found.compactMap { event in
            guard case .durable(let durable) = event else { return nil }
            return durable
        }
    }
}
