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

extension ServerCalls {
    /// A page of a room's history: all of its events, not the messages alone.
    ///
    /// The log has what was said, and what was done to it stands behind it: on the newest page, but
    /// not on an older one. Its messages are therefore asked for as they are now, so that no text
    /// shows that was taken back. Suspends until all is there or has failed.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - part: which page.
    ///   - limit: events, 1 or more; a page is held whole.
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

    private func page(
        of room: RoomName,
        _ query: String
    ) async throws(CallFailure) -> LogPage {
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
