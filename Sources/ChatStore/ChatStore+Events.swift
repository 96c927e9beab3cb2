package import ChatProtocol

extension ChatStore {
    /// Reads a part of the log, up to the query's limit.
    ///
    /// Suspends while it reads, in turn with others where it looks at much; appends go on
    /// meanwhile, and none of them shows half.
    ///
    /// - Parameter query: which part, which events, how many.
    /// - Returns: the events in the order that the query names, each with its cursor.
    /// - Throws: `tooManyRooms` when the query names more than ``Limits/streamRooms``,
    ///   `roomNotFound` when it means a room that has the name no more, `eventsRemoved` when what
    ///   it goes on to is gone, `cancelled`, or what the database said.
    package func events(_ query: EventQuery) async throws(StoreError) -> [DurableEvent] {
        var query = query
        var events: [DurableEvent] = []
        while true {
            let page = try await page(query)
            events += page.events
            query.limit -= page.events.count
            guard !page.isWhole, query.limit > 0, let end = page.end else { return events }
            query.goOn(after: end)
        }
    }

    /// Reads a page of the log, and whether there is more.
    ///
    /// Suspends while it reads; appends go on meanwhile, and none of them shows half.
    ///
    /// - Parameter query: which part, which events, how many of them and of their bytes.
    /// - Throws: what ``events(_:)`` throws.
    package func page(
        _ query: EventQuery,
        for kind: ReadKind = .page
    ) async throws(StoreError) -> EventPage {
        try await database.read(kind) { [log] session in
            try PageReader(query, log: log).page(in: session)
        }
    }

    /// Reads one event.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameters:
    ///   - view: a message as it was said or as it is now.
    ///   - madeAt: when the room was made that is meant; `nil` for any of the name.
    /// - Returns: the event; `nil` when there is none.
    /// - Throws: `roomNotFound` when the room that is meant has the name no more, or what the
    ///   database said.
    package func event(
        room: RoomName,
        seq: Int64,
        view: EventView = .said,
        madeAt: Timestamp? = nil
    ) async throws(StoreError) -> DurableEvent? {
        try await database.read { [log] session in
            guard let number = try session.number(of: room, madeAt: madeAt),
                let position = try SeqSearch(session: session, room: number)
                    .position(atOrAfter: seq)
            else { return nil }
            var reader = EventReader(log: log, view: view)
            let values = [SQLValue.integer(position), .integer(seq)]
            return try session.row(Statements.event(view), values) { row in
                try reader.event(from: row)
            }
        }
    }
}
