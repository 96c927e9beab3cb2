package import ChatProtocol

/// What the server finds, as it comes.
struct Found: Hashable, Sendable {
    /// Messages that are kept; the search ends with them.
    static let limit = 500

    let search: SearchRequest
    private(set) var hits: [DurableEvent] = []
    var isDone = false
    /// Why it ended early; for people.
    var failure: String?

    /// Makes a search that has found nothing yet.
    init(_ search: SearchRequest) {
        self.search = search
    }

    /// Takes what was found.
    ///
    /// - Parameter more: messages in the server's order; beyond ``limit`` they are left out.
    mutating func add(_ more: [DurableEvent]) {
        hits += more.prefix(Self.limit - hits.count)
        if hits.count >= Self.limit { isDone = true }
    }
}

/// A search that the server is asked for.
package struct SearchRequest: Hashable, Sendable {
    /// Tells its answers from those of an earlier one.
    package var number: Int
    /// What is looked for, 1 to 200 characters.
    package var text: String
    /// The one room to look in; `nil` is all that the person may see.
    package var room: RoomName?
    /// Messages that are wanted at most.
    package var limit: Int
}
