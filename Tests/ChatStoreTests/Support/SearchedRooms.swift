import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// What was said in some rooms, and who may see them, by the plainest rules.
struct SearchedRooms {
    private struct Said {
        let room: RoomName
        let seq: Int64
        let user: MemberName
        var text: String

        var place: String { "\(room) \(seq)" }
    }

    private static let words = ["tea", "teapot", "milk", "sugar", "mi"]

    private let names: [RoomName]
    private let users: [MemberName]
    private var said: [Said] = []
    /// Of the rooms that there are.
    private var visibility: [RoomName: Visibility] = [:]
    private var imported: Int64 = 0

    init() throws {
        let (ann, bob) = (try MemberName("ann"), try MemberName("bob"))
        users = [ann, bob]
        names = try ["a", "b", "c", "d"].map { try RoomName($0) } + [RoomName(of: ann, and: bob)]
    }

    // MARK: - What is done

    /// Does something.
    mutating func act(in store: ChatStore, _ random: inout SeededGenerator) async throws {
        let room = pick(names, &random)
        let text = "\(pick(Self.words, &random)) \(pick(Self.words, &random))"
        let user = pick(users, &random)
        guard let now = visibility[room] else {
            let first = room.isDirect ? Visibility.private : pick([.public, .private], &random)
            visibility[room] = first
            if room.isDirect { return try await say(text, in: room, by: user, store) }
            return try await store.make(room.description, first)
        }
        switch Int.random(in: 0..<16, using: &random) {
        case 0...1 where !room.isDirect:
            let other = now == .public ? Visibility.private : .public
            try await store.turn(room.description, other)
            visibility[room] = other
        case 2 where !said.isEmpty:
            let one = said.remove(at: Int.random(in: said.indices, using: &random))
            try await amend(one, .delete, store)
        case 3...4 where !said.isEmpty:
            let index = Int.random(in: said.indices, using: &random)
            said[index].text = text
            try await amend(said[index], .edit(text: text), store)
        case 5: try await removeOldest(of: room, store, &random)
        case 6 where Bool.random(using: &random):
            _ = try await store.drop(room)
            said.removeAll { $0.room == room }
            visibility[room] = nil
        case 7: _ = try await store.removeDeleted()
        case 8 where !room.isDirect: try await importOne(text, in: room, by: user, store)
        default: try await say(text, in: room, by: user, store)
        }
    }

    private mutating func say(
        _ text: String,
        in room: RoomName,
        by user: MemberName,
        _ store: ChatStore
    ) async throws {
        let content = DurableEvent.Content.message(Message(text: text))
        let event = try await store.append(Draft(room: room, user: user, content: content)).event
        said.append(Said(room: room, seq: event.seq, user: user, text: text))
    }

    private mutating func importOne(
        _ text: String,
        in room: RoomName,
        by user: MemberName,
        _ store: ChatStore
    ) async throws {
        imported += 1
        let row = ImportRow(
            seq: nil,
            at: Timestamp(milliseconds: imported),
            user: user,
            content: .message(Message(text: text))
        )
        let memory = ImportMemory()
        _ = try await store.importRows(ImportBatch(room: room, rows: [row], memory: memory))
        let seq = try #require(try await store.room(room)).newest
        said.append(Said(room: room, seq: seq, user: user, text: text))
    }

    private func amend(_ one: Said, _ change: Amendment.Change, _ store: ChatStore) async throws {
        _ = try await store.amend(Amendment(change, of: one.seq, in: one.room, by: one.user))
    }

    private mutating func removeOldest(
        of room: RoomName,
        _ store: ChatStore,
        _ random: inout SeededGenerator
    ) async throws {
        guard let last = said.filter({ $0.room == room }).randomElement(using: &random) else {
            return
        }
        let removal = try await store.removeOldest(of: room, through: last.seq, before: nil)
        guard let oldest = removal?.oldest else { return }
        said.removeAll { $0.room == room && $0.seq < oldest }
    }

    // MARK: - What is found

    /// Expects that a search finds nothing of other rooms, however far the index is.
    func look(into store: ChatStore, _ random: inout SeededGenerator) async throws {
        if Bool.random(using: &random) { _ = try await store.followSearch(limit: 2) }
        let seen = names.filter { _ in Bool.random(using: &random) }
        let words = try SearchWords(pick(Self.words, &random))
        let query = SearchQuery(words, scope: scope(seen, &random))
        let page = try await store.search(query, limit: 100)
        let places = page.messages.filter { !seen.contains($0.room) }.map { "\($0.room) \($0.seq)" }
        #expect(places == [], "\(query)")
    }

    /// Expects that a search finds the same.
    func compare(with store: ChatStore, _ random: inout SeededGenerator) async throws {
        let seen = names.filter { _ in Bool.random(using: &random) }
        let word = pick(Self.words, &random)
        var query = SearchQuery(try SearchWords(word), scope: scope(seen, &random))
        query.user = Bool.random(using: &random) ? users[0] : nil
        let expected = said.filter { one in
            seen.contains(one.room) && one.user == query.user ?? one.user
                && one.text.split(separator: " ").contains { $0.hasPrefix(word) }
        }.map(\.place)
        let limit = Int.random(in: 1...4, using: &random)
        var found: [String] = []
        repeat {
            let page = try await store.search(query, limit: limit)
            found += page.messages.map { "\($0.room) \($0.seq)" }
            guard let next = page.next else { break }
            try #require(next < query.before, "\(query)")
            query.before = next
        } while true
        #expect(found == Array(expected.reversed()), "\(query)")
        query.before = .max
        let ranked = try await store.messages(at: store.rankedSearch(query)).messages
        #expect(Set(ranked.map { "\($0.room) \($0.seq)" }) == Set(expected), "\(query)")
    }

    /// The rooms that are seen, in one of the ways in which a search names them.
    private func scope(_ seen: [RoomName], _ random: inout SeededGenerator) -> SearchScope {
        guard Bool.random(using: &random) else { return .named(seen) }
        return .readable(
            common: seen.filter { visibility[$0] == .public },
            others: seen.filter { visibility[$0] == .private },
            hidden: names.filter { !seen.contains($0) && visibility[$0] == .public }
        )
    }

    private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
