import ChatProtocol
import ChatStore
import Synchronization

/// What other servers do to rooms and no event tells: they take rooms away, remove old events, and
/// make rooms in which nothing was said.
extension Rooms {
    /// What has to be told to streams.
    struct News: Sendable {
        /// Rooms that are gone.
        var gone: [RoomName] = []
        /// Rooms whose old end was removed.
        var cut: [RoomName] = []
    }

    /// Compares the rooms with those of the log.
    ///
    /// Suspends to read them.
    ///
    /// - Complexity: O(rooms).
    func follow() async throws(StoreError) -> News {
        // Before the read: what is in memory was durable then.
        let known = byName.mapValues { (room: $0, facts: $0.facts) }
        let stored = try await store.rooms()
        // What is lost was not removed, and its streams come back under the log's next name.
        try await store.confirm()
        var news = News()
        let rows = Dictionary(stored.map { ($0.name, $0) }) { first, _ in first }
        for (name, entry) in known {
            guard let row = rows[name], !entry.facts.isGone(where: row) else {
                forget(name, entry.room)
                news.gone.append(name)
                continue
            }
            guard row.removedThrough > entry.facts.removedThrough else { continue }
            entry.room.takeCut(of: row)
            news.cut.append(name)
        }
        // What was said in a room comes by the tail, like everything.
        for row in stored where row.newest == 0 && room(named: row.name) == nil {
            add(RoomFacts(row))
        }
        return news
    }

    /// Takes over rooms as they are now, of which events were removed that no commit told.
    ///
    /// Does not suspend; called by the tail alone, before what follows the events that are gone.
    ///
    /// - Returns: the rooms that others of the same name had been before.
    func takeAnew(_ rooms: [LogNews.RoomAnew]) -> [RoomName] {
        var replaced: [RoomName] = []
        for anew in rooms {
            let name = anew.room.name
            if let known = room(named: name), let madeAt = known.facts.madeAt,
                madeAt != anew.room.createdAt
            {
                forget(name, known)
                replaced.append(name)
            }
            add(RoomFacts(anew.room)).takeAnew(anew)
        }
        return replaced
    }

    /// Looks whether another server has taken away the room that is known by a name.
    ///
    /// Suspends to read; not where nobody else writes, nor where no room is known.
    ///
    /// - Returns: the room that is gone and yet to be forgotten; `nil` where it is there.
    func gone(_ name: RoomName) async throws(StoreError) -> RoomActor? {
        guard store.isShared, let known = room(named: name) else { return nil }
        // Before the read: what is in memory was durable then.
        let facts = known.facts
        let row = try await store.room(name)
        guard facts.isGone(where: row) else { return nil }
        // As above.
        try await self.store.confirm()
        return known
    }

    /// Takes over rooms that other servers have made and in which nothing was said: no event tells
    /// of them.
    ///
    /// Suspends for one row, and to read the rooms that were made since the last look; neither
    /// where nobody else writes.
    func learnSilent() async throws(StoreError) {
        guard store.isShared else { return }
        let newest = try await store.marks().room
        let known = newestMade.load(ordering: .acquiring)
        guard newest != known else { return }
        // A database that went back gives its numbers again.
        let new = try await store.rooms(madeAfter: newest < known ? 0 : known)
        for row in new where row.newest == 0 && room(named: row.name) == nil {
            add(RoomFacts(row))
        }
        newestMade.store(newest, ordering: .releasing)
    }
}
