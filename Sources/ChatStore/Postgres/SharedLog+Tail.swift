#if Postgres
import ChatProtocol
import Synchronization

// MARK: - The tail

extension SharedLog {
    /// Hands on what is in the log, up to a position.
    func readOn(
        through last: Int64,
        _ state: inout State,
        _ handOn: (Commit) -> Void
    ) throws(StoreError) {
        var isWhole = false
        while !isWhole {
            try loss.rename()
            let known = state
            var connection: Int64 = 0
            let page = try database.look { session in
                connection = try loss.look(session, seenOn: known.checked)
                return try tail.page(
                    session,
                    after: known.head,
                    through: last,
                    knowing: known.access
                )
            }
            state.checked = connection
            if let name = page.log { try loss.check(name) }
            memory.withLock { $0.advance(by: page) }
            take(page, &state, handOn)
            isWhole = !page.isFull
        }
    }

    func take(_ page: PostgresTail, _ state: inout State, _ handOn: (Commit) -> Void) {
        state.access = page.accessNumber ?? state.access
        state.isChanged = state.isChanged || page.changesAccess
        var news = page.news
        if page.parts.isEmpty, let news {
            let head = state.head
            handOn(Commit(events: [], first: head + 1, last: head, isOwn: false, news: news))
        }
        for part in page.parts {
            take(part, .zero, news, &state, handOn)
            news = nil
        }
    }

    /// Hands on what follows the head, also where all of it was removed from the log meanwhile: who
    /// waits for a position hears of it, and there is no hole.
    func take(
        _ part: PostgresTail.Part?,
        _ duration: Duration,
        _ news: LogNews?,
        _ state: inout State,
        _ handOn: (Commit) -> Void
    ) {
        guard let part else { return }
        let first = state.head + 1
        state.head = part.last
        if let newest = part.events.last { loss.note(newest) }
        handOn(
            Commit(
                events: part.events,
                first: first,
                last: part.last,
                duration: duration,
                isOwn: part.isOwn,
                madeAt: part.madeAt,
                news: news
            )
        )
    }
}
#endif
