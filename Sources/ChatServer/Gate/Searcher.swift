import ChatProtocol
import ChatStore

/// Somebody who searches the rooms that may be read.
///
/// The gate alone makes one.
struct Searcher: Sendable {
    let caller: Caller
    /// The rooms that were asked for; `nil` is all.
    private let readers: [Reader]?
    private let gate: Gate

    fileprivate init(_ caller: Caller, _ readers: [Reader]?, _ gate: Gate) {
        self.caller = caller
        self.readers = readers
        self.gate = gate
    }

    /// How many rooms were asked for; `nil` for all.
    var roomCount: Int? { readers?.count }

    /// Finds messages, the newest first.
    ///
    /// Suspends to search.
    ///
    /// - Parameter query: without rooms.
    /// - Returns: the page, of rooms that the caller may read.
    /// - Throws: what the store says; `credentialsEnded` or `banned` once the caller may not go on,
    ///   and `roomNotFound` once a room that was asked for may not be read any more, or is gone.
    func page(_ query: SearchQuery, limit: Int) async throws(StoreError) -> SearchPage {
        let query = try bounded(query)
        var page = try await gate.traces.step(.search) { () async throws(StoreError) in
            try await gate.store.search(query, limit: limit)
        }
        page.messages = try seen(page.messages)
        return page
    }

    /// Finds where messages are, those that match best first.
    ///
    /// Suspends to search.
    ///
    /// - Parameter query: without rooms.
    /// - Returns: positions for ``messages(at:)``.
    /// - Throws: what ``page(_:limit:)`` throws.
    func ranked(_ query: SearchQuery) async throws(StoreError) -> [Int64] {
        let query = try bounded(query)
        return try await gate.traces.step(.search) { () async throws(StoreError) in
            try await gate.store.rankedSearch(query)
        }
    }

    /// Reads messages that were found.
    ///
    /// Suspends to read.
    ///
    /// - Returns: those that the caller may read, of the first positions: as many as fit.
    /// - Throws: what ``page(_:limit:)`` throws.
    func messages(at positions: [Int64]) async throws(StoreError) -> FoundMessages {
        var found = try await gate.traces.step(.read) { () async throws(StoreError) in
            try await gate.store.messages(at: positions)
        }
        found.messages = try seen(found.messages)
        return found
    }

    /// The query, of the caller's rooms: what must not be seen is not looked for, takes no place of
    /// what may, and is counted by nobody.
    private func bounded(_ query: SearchQuery) throws(StoreError) -> SearchQuery {
        try admit()
        var query = query
        query.scope = readers.map { .named($0.map(\.room)) } ?? gate.searchScope(caller)
        return query
    }

    /// Refuses to go on where what was asked for cannot be read to its end: nothing found must not
    /// look like nothing there.
    private func admit() throws(StoreError) {
        let now = gate.now
        let (isKnown, ban) = gate.accounts.look { book in
            (book.stillHolds(caller.identity, at: now), book.ban(of: caller, at: now))
        }
        guard isKnown else { throw .credentialsEnded }
        if let ban { throw .banned(until: ban.until, reason: ban.reason) }
        for reader in readers ?? [] where !reader.isOpen { throw .roomNotFound(reader.shownRoom) }
    }

    private func seen(_ messages: [DurableEvent]) throws(StoreError) -> [DurableEvent] {
        try admit()
        return messages.filter { gate.sees($0.room, caller.identity) }
            .map { $0.shown(to: caller.member) }
    }
}

extension Gate {
    /// Lets somebody search.
    ///
    /// Suspends to ask the log for what is not known here: what any server has acknowledged is
    /// found, or counts among what the index lacks.
    ///
    /// - Parameter names: of rooms, as the caller says them; `nil` is all that may be read.
    /// - Throws: `404 room_not_found`, or `403 scope`.
    func searcher(_ caller: Caller, in names: [RoomName]?) async throws(Problem) -> Searcher {
        try admitToReading(caller)
        try await reachNewest()
        guard let names else { return Searcher(caller, nil, self) }
        var readers: [Reader] = []
        for name in names {
            try await learn(name, caller)
            readers.append(try readerAtOnce(of: name, caller))
        }
        return Searcher(caller, readers, self)
    }

    /// The rooms in which a caller's search looks where none are named.
    ///
    /// Does not suspend.
    ///
    /// - Complexity: O(rooms).
    ///
    /// - Returns: all that the caller may read.
    fileprivate func searchScope(_ caller: Caller) -> SearchScope {
        let now = self.now
        var (readable, others, hidden): ([RoomName], [RoomName], [RoomName]) = ([], [], [])
        for (name, room) in rooms.all {
            let rule = RoomRule(name: name, room: room, identity: caller.identity, now: now)
            let isPublic = room.facts.visibility == .public
            switch (rule.mayRead, isPublic) {
            case (true, true): readable.append(name)
            case (true, false): others.append(name)
            case (false, true): hidden.append(name)
            case (false, false): break
            }
        }
        // It is the longer list where a token is for a few rooms.
        guard hidden.count <= readable.count else { return .named(readable + others) }
        return .readable(common: readable, others: others, hidden: hidden)
    }
}
