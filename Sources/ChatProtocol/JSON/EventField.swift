/// An event that stands inside a larger JSON document, such as a page of history.
package struct EventField: Decodable, Hashable, Sendable {
    /// The event; `nil` for a type that is not known here.
    package let event: Event?

    /// Reads an event's object.
    ///
    /// - Parameter decoder: stands at the object; fields that are not known here are ignored.
    /// - Throws: why it is no event.
    package init(from decoder: any Decoder) throws {
        event = try WireFields(from: decoder).event()
    }
}
