import ChatProtocol

extension Model {
    /// Why nothing is looked for without a connection.
    static let cannotSearch = "the server cannot be asked now"

    /// Asks the server for words in all rooms, and opens the list of what it finds.
    ///
    /// - Parameters:
    ///   - text: what is looked for; cut off at ``Query/limit`` characters.
    ///   - name: the one room to look in; `nil` is all.
    mutating func search(_ text: String, in name: RoomName? = nil) -> [Effect] {
        guard isConnected else { return show(notice: Self.cannotSearch) }
        let request = SearchRequest(
            number: max(reading.found?.search.number ?? 0, reading.ordered?.search.number ?? 0) + 1,
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
    mutating func found(_ hits: [DurableEvent], by number: Int, isDone: Bool) -> [Effect] {
        change(search: number) { found in
            found.add(hits.filter { Timeline.seqs.contains($0.seq) })
            if isDone { found.isDone = true }
        }
        return []
    }

    /// Notes that a search ended early.
    mutating func searchFailed(_ number: Int, reason: String) -> [Effect] {
        change(search: number) { found in
            found.isDone = true
            found.failure = reason
        }
        return []
    }

    /// Changes what a search found, the person's or that of another program.
    private mutating func change(search number: Int, _ body: (inout Found) -> Void) {
        if var found = reading.found, found.search.number == number {
            body(&found)
            reading.found = found
        } else if var found = reading.ordered, found.search.number == number {
            body(&found)
            reading.ordered = found
        }
    }
}
