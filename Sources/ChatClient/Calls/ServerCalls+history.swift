package import ChatProtocol

/// Which page of a room's history.
package enum HistoryPart: Hashable, Sendable {
    /// The one that ends before a `seq`; `nil` is the newest.
    case before(Int64?)
    /// The one that begins after a `seq`.
    case after(Int64)
    /// The one with a `seq` in its middle.
    case around(Int64)

    /// The part of a query that asks for it.
    fileprivate var query: String {
        switch self {
        case .before(nil): ""
        case .before(let seq?): "&before=\(seq)"
        case .after(let seq): "&after=\(seq)"
        case .around(let seq): "&around=\(seq)"
        }
    }
}

/// Which messages of a room.
package enum MessageFilter: Hashable, Sendable {
    /// Those with a text in them, in any case.
    case text(String)
    /// Those of one member.
    case user(MemberName)

    /// The part of a query that asks for them.
    fileprivate var query: String {
        switch self {
        case .text(let text): "&match=\(text.percentEncoded)"
        case .user(let name): "&user=\(name.description.percentEncoded)"
        }
    }
}

extension ServerCalls {
    /// How many messages of one kind are asked for at most.
    private static let filteredLimit = 500

    /// Messages of a stretch of a room's log as they are now, 500 at most.
    ///
    /// Suspends until all are there or have failed.
    ///
    /// - Parameters:
    ///   - after: the `seq` before the first one.
    ///   - through: the `seq` of the last one.
    /// - Throws: why they did not come.
    package func messages(
        of room: RoomName,
        after: Int64,
        through: Int64,
        _ filter: MessageFilter
    ) async throws(CallFailure) -> [DurableEvent] {
        guard through < Int64.max else { return [] }
        let stretch = "&after=\(after)&before=\(through + 1)"
        let query = "/messages?format=ndjson&limit=\(Self.filteredLimit)\(stretch)\(filter.query)"
        return try await page(of: room, query).events
    }

    /// A page of a room's history: all of its events, not the messages alone.
    ///
    /// The log has what was said, and what was done to it stands behind it: on the newest page, but
    /// not on an older one. Its messages are therefore asked for as they are now, so that no text
    /// shows that was taken back. Suspends until all is there or has failed.
    ///
    /// - Parameter limit: events, 1 or more; a page is held whole.
    /// - Returns: the page, oldest first; an empty one of a room that nobody has written to.
    /// - Throws: why it did not come.
    package func history(
        of room: RoomName,
        _ part: HistoryPart,
        limit: Int
    ) async throws(CallFailure) -> LogPage {
        let page: LogPage
        do throws(CallFailure) {
            let query = "/events?format=ndjson&limit=\(limit)\(part.query)"
            page = try await self.page(of: room, query)
        } catch  where error.isOfUnwrittenRoom {
            return .empty
        }
        guard part != .before(nil), let newest = page.newestMessage, newest < Int64.max else {
            return page
        }
        let query = "/messages?format=ndjson&limit=\(limit)&before=\(newest + 1)"
        return page.showing(try await self.page(of: room, query))
    }

    /// What a room's log has behind an event, as it was written.
    ///
    /// Suspends until it is there or has failed.
    ///
    /// - Parameters:
    ///   - seq: of the event; 0 is before the first.
    ///   - limit: events, 1 or more; they are held whole.
    /// - Returns: the oldest of them, in order; none in a room that nobody has written to.
    /// - Throws: why they did not come.
    package func events(
        of room: RoomName,
        after seq: Int64,
        limit: Int
    ) async throws(CallFailure) -> [DurableEvent] {
        do throws(CallFailure) {
            let query = "/events?format=ndjson&limit=\(limit)&after=\(seq)"
            return try await page(of: room, query).events
        } catch  where error.isOfUnwrittenRoom {
            return []
        }
    }

    private func page(of room: RoomName, _ query: String) async throws(CallFailure) -> LogPage {
        let path = Request.path(of: room, query)
        var request = Request(path: path, speaker: speaker)
        request.expectation = .rows(of: .ndjson)
        let answer = try await transport.answer(to: request)
        do throws(DecodingFailure) {
            return try LogPage(ndjson: answer.body)
        } catch {
            throw notUnderstood
        }
    }
}
