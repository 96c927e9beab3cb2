import ChatProtocol

extension ChatStore {
    // MARK: - Searching

    /// Finds messages, the newest first.
    ///
    /// Suspends while it reads, in turn with other searches.
    ///
    /// - Parameter limit: messages of the page, brought into 1 to ``EventQuery/pageLimit``.
    /// - Returns: a page; the next one is the same query before ``SearchPage/next``. It ends before
    ///   `limit` when it has taken ``StoreOptions/searchPartTime``.
    /// - Throws: `searchTooCostly` when it could not begin in ``StoreOptions/searchTime``;
    ///   `searchUnavailable` without an index; or what the database said.
    package func search(_ query: SearchQuery, limit: Int) async throws(StoreError) -> SearchPage {
        let limit = min(max(limit, 1), EventQuery.pageLimit)
        let merge = try await merge(
            query,
            limit: limit,
            isRanked: false,
            for: options.searchPartTime
        )
        let found = merge.matches
        let read = try await messages(at: found.map(\.position))
        // What did not fit is found again.
        let isCut = read.count < found.count
        let next = isCut ? found[read.count - 1].position : merge.next
        return SearchPage(messages: read.messages, next: next)
    }

    /// Finds where messages are, those that match best first.
    ///
    /// Suspends while it reads, in turn with other searches.
    ///
    /// - Returns: positions for ``messages(at:)``, of the newest ``StoreOptions/rankedMatches``
    ///   that match; of those found in time if there are any.
    /// - Throws: `searchTooCostly` when it found none in ``StoreOptions/searchTime``;
    ///   `searchUnavailable` without an index; or what the database said.
    package func rankedSearch(_ query: SearchQuery) async throws(StoreError) -> [Int64] {
        let merge = try await merge(
            query,
            limit: options.rankedMatches,
            isRanked: true,
            for: options.searchTime
        )
        let found = merge.matches
        guard !found.isEmpty || merge.next == nil else {
            throw .searchTooCostly(limit: options.searchTime)
        }
        return found.sorted { ($0.weight, $0.position) > ($1.weight, $1.position) }.map(\.position)
    }

    /// Looks through the lists until there are enough matches, or the time is over.
    private func merge(
        _ query: SearchQuery,
        limit: Int,
        isRanked: Bool,
        for time: Duration
    ) async throws(StoreError) -> SearchMerge {
        let index = try index()
        let sources = try await searchSources(of: query)
        let part = try await part(of: query)
        var merge = SearchMerge(sources, in: part, head: head, limit: limit)
        while let turn = merge.turn(within: time) {
            // Each list is asked once, however little the time; there may be thousands of them.
            guard merge.work <= max(time, options.searchTime) else {
                throw .searchTooCostly(limit: options.searchTime)
            }
            let start = ContinuousClock.now
            let matches = try await index.matches(
                turn.source,
                in: turn.window,
                limit: turn.limit,
                isRanked: isRanked
            )
            merge.take(matches, of: turn, in: start.duration(to: .now))
        }
        return merge
    }

    /// Reads messages as they are now, as many as one answer may hold.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the messages in that order, and of how many positions: one at the least, and
    ///   otherwise up to ``EventQuery/pageLimit`` and ``EventQuery/answerBytes``.
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

    /// What a search asks the index for.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: none where it is for no room.
    /// - Throws: `searchUnavailable` without an index, or what a database said.
    func searchSources(of query: SearchQuery) async throws(StoreError) -> [SearchSource] {
        try await searchRooms(query.scope).sources(query.words, by: query.user)
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

    /// The index.
    ///
    /// - Throws: `searchUnavailable` when there is none.
    func index() throws(StoreError) -> SearchIndex {
        guard let searchIndex else { throw .searchUnavailable("there is none") }
        return searchIndex
    }
}
