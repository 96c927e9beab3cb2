/// How much of a room is kept; `nil` bounds nothing.
///
/// Source: docs/API.md, section 6.
package struct Retention: Hashable, Sendable {
    /// Days after which an event is removed; 1 or more.
    package var days: Int64?
    /// The newest events that stay; 1 or more.
    package var events: Int64?

    /// Makes a bound.
    ///
    /// - Parameter days: after which an event is removed.
    package init(days: Int64? = nil, events: Int64? = nil) {
        self.days = days
        self.events = events
    }
}
