package import ChatProtocol

/// A page of a room's history, oldest first.
package struct HistoryPage: Decodable, Hashable, Sendable {
    package var messages: [DurableEvent]
    /// True if nothing lies before the page.
    package var atStart: Bool
    /// True if nothing lies after the page.
    package var atEnd: Bool

    private enum Key: String, CodingKey {
        case messages, atStart, atEnd
    }

    /// Reads a page; events of types that are not known here are left out.
    ///
    /// - Parameter decoder: stands at the page.
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let events = try fields.decode([EventField].self, forKey: .messages)
        messages = events.compactMap { field in
            guard case .durable(let event)? = field.event else { return nil }
            return event
        }
        atStart = try fields.decode(Bool.self, forKey: .atStart)
        atEnd = try fields.decode(Bool.self, forKey: .atEnd)
    }
}
