import ChatProtocol

@testable import ChatStore

extension SearchScope {
    /// All public rooms but some, and some of the others.
    static func common(and others: [RoomName] = [], but hidden: [RoomName] = []) -> SearchScope {
        .readable(common: [], others: others, hidden: hidden)
    }
}

extension SearchPart {
    /// Between two positions.
    init(after: Int64, before: Int64) throws {
        let words = try SearchWords("a")
        let query = SearchQuery(words, scope: .named([]), after: after, before: before)
        try self.init(of: query, head: 0, in: NoSession())
    }

    /// A part between positions asks for nothing.
    private struct NoSession: SQLSession {
        func prepare(_ text: String) throws -> any SQLStatement {
            throw StoreError.closed
        }
    }
}

extension ChatStore {
    /// Makes a room.
    func make(_ room: String, _ visibility: Visibility) async throws {
        let change = RoomChange(visibility: visibility)
        let alice = try MemberName("alice")
        _ = try await found(RoomFounding(room: RoomName(room), author: alice, change: change))
    }

    /// Makes a room public or private.
    func turn(_ room: String, _ visibility: Visibility) async throws {
        let change = DurableEvent.Content.room(RoomChange(visibility: visibility))
        let alice = try MemberName("alice")
        _ = try await append(Draft(room: RoomName(room), user: alice, content: change))
    }

    /// Brings the index up to the log.
    func follow() async throws {
        while try await followSearch(limit: 3).behind > 0 {}
    }

    /// Brings the index up to the log, and searches all of it: the texts, the newest first.
    func found(_ query: SearchQuery) async throws -> [String] {
        try await follow()
        return try await search(query, limit: 100).messages.map(\.text)
    }

    /// Takes a room away, and all that was said in it.
    func dropWhole(_ room: String) async throws {
        _ = try await drop(RoomName(room))
        // The rooms go when nothing is left in them.
        for _ in 0..<2 {
            while try await removeDeleted() {}
        }
    }

    /// The positions that the index has for words of public rooms, whoever may see them.
    func commonPositions(of text: String) async throws -> [Int64] {
        guard let index = searchIndex else { return [] }
        let query = SearchQuery(try SearchWords(text), scope: .common())
        let end = head
        let part = try await database.read { session in
            try SearchPart(of: query, head: end, in: session)
        }
        var found: [Int64] = []
        for source in SearchRooms(common: .all(but: []), own: []).sources(query.words, by: nil) {
            let matches = try await index.matches(source, in: part, limit: 99, isRanked: false)
            found += matches.map(\.position)
        }
        return found
    }
}
