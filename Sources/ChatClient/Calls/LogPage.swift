package import ChatProtocol

/// A page of a room's log, oldest first: every event from its first to the one before its end.
package struct LogPage: Hashable, Sendable {
    package private(set) var events: [DurableEvent]

    /// A page of nothing.
    static let empty = LogPage(events: [])

    private init(events: [DurableEvent]) {
        self.events = events
    }

    /// True if nothing lies before the page.
    package var atStart: Bool { (events.first?.seq ?? 1) <= 1 }

    /// The `seq` of the newest message of the page; `nil` if it has none.
    var newestMessage: Int64? {
        events.last { if case .message = $0.content { true } else { false } }?.seq
    }

    /// The same page with messages as they are now in the place of what was said.
    ///
    /// - Parameter messages: as they are now; others than those of the page are left out.
    /// - Returns: a page of the same events.
    func showing(_ messages: LogPage) -> LogPage {
        var now: [Int64: DurableEvent.Content] = [:]
        for event in messages.events { now[event.seq] = event.content }
        var page = self
        page.events = events.map { event in
            guard case .message = event.content, let content = now[event.seq] else { return event }
            var event = event
            event.content = content
            return event
        }
        return page
    }

    /// Reads a page.
    ///
    /// - Parameter ndjson: events as lines; those of types that are not known here are left out.
    /// - Throws: what is wrong with it.
    init(ndjson: some Collection<UInt8>) throws(DecodingFailure) {
        var decoder = NDJSONDecoder(tellsWrongEvents: true)
        let found = try decoder.decode(ndjson) + decoder.finish()
        events = found.compactMap { event in
            guard case .durable(let durable) = event else { return nil }
            return durable
        }
    }
}
