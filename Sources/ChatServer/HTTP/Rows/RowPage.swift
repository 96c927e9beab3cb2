import ChatProtocol

/// Some rows of an answer that is read page by page, and where the next page begins.
struct RowPage<Place: Sendable>: Sendable {
    /// In the answer's order; there may be none although there is a next page.
    var events: [DurableEvent]
    /// `nil` behind the last page.
    var next: Place?
}
