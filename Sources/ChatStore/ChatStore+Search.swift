import ChatProtocol

extension ChatStore {
    // MARK: - Searching

    /// Finds messages, the newest first.
    ///
    /// Suspends while it reads, in turn with other searches.
    ///
    /// - Parameters:
    ///   - query: what is searched for.
    ///   - limit: messages of the page, brought into 1 to ``EventQuery/pageLimit``.
    /// - Returns: a page; the next one is the same query before ``SearchPage/next``. It ends before
    ///   `limit` when it has taken ``StoreOptions/searchPartTime``.
    /// - Throws: `searchUnavailable` without an index, or what the database said.
    package func search(_ query: SearchQuery, limit: Int) async throws(StoreError) -> SearchPage {
        let limit = min(max(limit, 1), EventQuery.pageLimit)
        guard let expression = try await expression(of: query) else {
            return SearchPage(messages: [])
        }
        var scan = SearchScan(try await part(of: query), head: head)
        let found = try await matches(
            expression,
            SearchRooms(query.rooms),
            &scan,
            limit: limit,
            isRanked: false,
            for: options.searchPartTime
        )
        let read = try await messages(at: found.map(\.position))
        // What did not fit is found again.
        let isCut = read.count < found.count
        let next = isCut ? found[read.count - 1].position : scan.window.map { _ in scan.before }
        return SearchPage(messages: read.messages, next: next)
    }

    /// Finds where messages are, those that match best first.
    ///
    /// Suspends while it reads, in turn with other searches.
    ///
    /// - Parameter query: what is searched for.
    /// - Returns: positions for ``messages(at:)``, of the newest ``StoreOptions/rankedMatches``
    ///   that match; of those found in time if there are any.
    /// - Throws: `searchTooCostly` when it found none in ``StoreOptions/searchTime``;
    ///   `searchUnavailable` without an index; or what the database said.
    package func rankedSearch(_ query: SearchQuery) async throws(StoreError) -> [Int64] {
        guard let expression = try await expression(of: query) else { return [] }
        var scan = SearchScan(try await part(of: query), head: head)
        let found = try await matches(
            expression,
            SearchRooms(query.rooms),
            &scan,
            limit: options.rankedMatches,
            isRanked: true,
            for: options.searchTime
        )
        guard !found.isEmpty || scan.window == nil else {
            throw .searchTooCostly(limit: options.searchTime)
        }
        return found.sorted { ($0.weight, $0.position) > ($1.weight, $1.position) }.map(\.position)
    }

    /// Looks through windows until there are enough matches, or the time is over.
    private func matches(
        _ expression: String,
        _ rooms: SearchRooms,
        _ scan: inout SearchScan,
        limit: Int,
        isRanked: Bool,
        for time: Duration
    ) async throws(StoreError) -> [SearchIndex.Match] {
        let index = try index()
        var found: [SearchIndex.Match] = []
        while let window = scan.window, found.count < limit, scan.work < time {
            let start = ContinuousClock.now
            let missing = limit - found.count
            let asked = rooms.asked(for: missing)
            let part = try await index.matches(
                expression,
                in: window,
                limit: asked,
                isRanked: isRanked
            )
            let seen = try await matches(part, in: rooms).prefix(missing)
            found += seen
            var last = part.count == asked ? part.last?.position : nil
            // What comes behind the last one that is wanted is looked at again.
            if seen.count == missing { last = seen.last?.position }
            scan.went(through: window, to: last, in: start.duration(to: .now))
        }
        return found
    }

    /// Those of some matches that lie in the rooms.
    private func matches(
        _ part: [SearchIndex.Match],
        in rooms: SearchRooms
    ) async throws(StoreError) -> [SearchIndex.Match] {
        guard let names = rooms.unnamed, !part.isEmpty else { return part }
        let positions = part.map(\.position)
        let seen = try await database.read(.search) { session in
            try session.messages(of: positions, in: names)
        }
        return part.filter { seen.contains($0.position) }
    }

    /// Reads messages as they are now, as many as one answer may hold.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter positions: of messages.
    /// - Returns: the messages in that order, and of how many positions: one at the least, and
    ///   otherwise up to ``EventQuery/pageLimit`` and ``EventQuery/answerBytes``.
    /// - Throws: what the database said.
    package func messages(at positions: [Int64]) async throws(StoreError) -> FoundMessages {
        guard !positions.isEmpty else { return FoundMessages() }
        return try await database.read(.search) { [log] session in
            try session.messages(at: positions.prefix(EventQuery.pageLimit), of: log)
        }
    }

    private func part(of query: SearchQuery) async throws(StoreError) -> SearchPart {
        try await database.read { [head] session in
            try SearchPart(of: query, head: head, in: session)
        }
    }

    /// The query in the language of the index; `nil` when none of its rooms exists.
    private func expression(of query: SearchQuery) async throws(StoreError) -> String? {
        var expression = "text : (\(query.words.expression))"
        if let rooms = SearchRooms(query.rooms).named {
            let numbers = try await database.read { session in
                try rooms.compactMap { try session.number(of: $0) }
            }
            guard !numbers.isEmpty else { return nil }
            let tags = numbers.map { "\"\(SearchStep.tag(ofRoom: $0))\"" }
            expression += " AND tags : (\(tags.joined(separator: " OR ")))"
        }
        if let user = query.user {
            expression += " AND tags : \"\(SearchStep.tag(of: user))\""
        }
        return expression
    }

    // MARK: - The index

    /// How far the index is.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: its position and the log's.
    /// - Throws: `searchUnavailable` without an index, or what the database said.
    package func searchProgress() async throws(StoreError) -> SearchProgress {
        // The head first: a search must never be told that it was ahead of what it saw.
        let head = head
        return SearchProgress(through: try await index().through(), head: head)
    }

    /// Puts the next events of the log into the index.
    ///
    /// Suspends while it reads the log and writes the index; no append waits for it. Any number of
    /// callers may ask at the same time.
    ///
    /// - Parameter limit: how many events, brought into 1 to ``EventQuery/pageLimit``.
    /// - Returns: how far it is then.
    /// - Throws: `searchUnavailable` without an index, or what a database said.
    package func followSearch(limit: Int) async throws(StoreError) -> SearchProgress {
        let index = try index()
        let limit = min(max(limit, 1), EventQuery.pageLimit)
        let head = head
        let after = try await index.through()
        guard after < head else { return SearchProgress(through: after, head: head) }
        let (steps, through) = try await database.read(.search) { session in
            try session.searchSteps(after: after, limit: limit)
        }
        let isDone = try await index.apply(steps, after: after, through: through)
        guard isDone else { return try await searchProgress() }
        return SearchProgress(through: through, head: head)
    }

    /// Throws the index away and begins an empty one, whatever became of the old one's file;
    /// ``followSearch(limit:)`` fills it again.
    ///
    /// Blocks for some milliseconds.
    ///
    /// - Throws: `searchUnavailable` when the disk does not take it; the old one then serves on.
    package func clearSearch() throws(StoreError) {
        try index().renew()
    }

    private func index() throws(StoreError) -> SearchIndex {
        guard let searchIndex else { throw .searchUnavailable("there is none") }
        return searchIndex
    }
}
