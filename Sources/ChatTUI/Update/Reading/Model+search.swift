import ChatProtocol

extension Model {
    /// Why nothing is looked for without a connection.
    static let cannotSearch = "the server cannot be asked now"

    /// Asks the server for words in all rooms, and opens the list of what it finds.
    ///
    /// - Parameters:
    ///   - text: what is looked for; cut off at ``Query/limit`` characters.
    ///   - name: the one room to look in; `nil` is all.
    /// - Returns: the search.
    mutating func search(_ text: String, in name: RoomName? = nil) -> [Effect] {
        guard isConnected else { return show(notice: Self.cannotSearch) }
        let request = SearchRequest(
            number: (reading.found?.search.number ?? 0) + 1,
            text: String(text.prefix(Query.limit)),
            room: name,
            limit: Found.limit
        )
        reading.found = Found(request)
        _ = open(.found)
        return [.search(request)]
    }

    /// Takes what a search found.
    ///
    /// - Parameters:
    ///   - hits: messages in the server's order.
    ///   - number: of the search; an earlier one's are of no interest any more.
    ///   - isDone: whether that was all.
    /// - Returns: nothing to do.
    mutating func found(_ hits: [DurableEvent], by number: Int, isDone: Bool) -> [Effect] {
        guard reading.found?.search.number == number else { return [] }
        reading.found?.add(hits.filter { Timeline.seqs.contains($0.seq) })
        if isDone { reading.found?.isDone = true }
        return []
    }

    /// Notes that a search ended early.
    ///
    /// - Parameters:
    ///   - number: of the search.
    ///   - reason: for people.
    /// - Returns: nothing to do.
    mutating func searchFailed(_ number: Int, reason: String) -> [Effect] {
        guard reading.found?.search.number == number else { return [] }
        reading.found?.isDone = true
        reading.found?.failure = reason
        return []
    }
}
