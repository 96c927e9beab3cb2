import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct SearchTests {
    @Test(
        "A message is found by its words, whatever their case, accents or script",
        arguments: [
            ("hello", [1]), ("HEL", [1]), ("el", []), ("koln", [2]), ("Köln", [2]), ("gru", [2]),
            ("世界", [3]), ("界", [3]), ("界世", []), ("カタ", [3]), ("👍", [4]), ("+1", [4]),
            (#""thumbs up""#, [4]), (#""up thumbs""#, []), ("up thumbs", [4]), ("foo-bar", [5]),
            ("foo_bar", [5]), ("OR", []), ("O'Brien", [6]), ("привет", [7]), ("สวัสดี", [8]),
            ("h", [1]), ("\"; DROP TABLE words", []), ("text:hello", []), ("한국", [9]), ("국", [9]),
            ("alice", [10]), ("200", [10]), ("bob", [10]), ("ΚΑΛΗΜΕΡΑ", [11]), ("οδός", [11]),
            ("елка", [12]), ("и\u{306}од", [12]), ("カ\u{3099}", [12]), ("ᲥᲐᲠᲗᲣᲚᲘ", [12]),
            ("カ", [3]),
        ] as [(String, [Int64])]
    )
    func finds(_ text: String, seqs: [Int64]) async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for said in [
                "Hello there", "Grüße aus Köln", "你好世界 カタカナ", "👍 thumbs up +1", "foo-bar",
                "O'Brien was it", "Привет, мир", "ผมพูดว่าสวัสดี", "한국어",
                // Marks of direction and signs of money that SQLite takes for parts of words.
                "\u{2068}alice\u{2069} owes ₺200 to bob\u{20bf}",
                "Καλημέρα, ΟΔΟΣ", "ёлка йод ガ ქართული",
            ] { try await store.say(said) }
            #expect(try await store.found(text) == seqs)
        }
    }

    @Test("Edits and deletions are followed, and what was said before is found no more")
    func amendments() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for text in ["first", "second", "third"] { try await store.say(text) }
            #expect(try await store.found("first") == [1])
            _ = try await store.amend(.edit(text: "fourth"), 1)
            _ = try await store.amend(.delete, 2)
            #expect(try await store.found("first") == [])
            #expect(try await store.found("second") == [])
            #expect(try await store.found("fourth") == [1])
            _ = try await store.amend(.edit(text: "fifth"), 1)
            #expect(try await store.found("fourth") == [])
            #expect(try await store.found("fifth") == [1])
            _ = try await store.amend(.delete, 1)
            #expect(try await store.found("fifth") == [])
            try store.clearSearch()
            #expect(try await store.found("third") == [3])
            #expect(try await store.found("f") == [])
        }
    }

    @Test("Where many rooms are searched, what lies in others takes no place of what lies in these")
    func manyRooms() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let quiet = (0..<500).map { "room\($0)" }
            for number in 0..<5 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in 0..<100 {
                        group.addTask { try await store.say("word", in: "other") }
                        group.addTask { try await store.say("x", in: quiet[number * 100 + index]) }
                    }
                    try await group.waitForAll()
                }
                try await store.say("word \(number)", in: "seen")
            }
            while try await store.followSearch(limit: 100).behind > 0 {}
            let words = try SearchWords("word")
            let (seen, others) = (try RoomName("seen"), try quiet.map { try RoomName($0) })
            var few = SearchQuery(words, scope: .named([seen]))
            var many = SearchQuery(words, scope: .named([seen] + others))
            #expect(try await store.searchSources(of: many).count == 2)
            #expect(try await store.rankedSearch(many) == store.rankedSearch(few))
            for count in [3, 2, 0] {
                let (page, other) = (
                    try await store.search(few, limit: 3), try await store.search(many, limit: 3)
                )
                #expect(page.messages.count == count && other.messages == page.messages)
                #expect(other.next == page.next)
                guard let next = page.next else { break }
                (few.before, many.before) = (next, next)
            }
        }
    }

    @Test(
        "Times narrow a search by when each message happened, also where it was imported later",
        arguments: [Visibility.public, .private]
    )
    func times(_ visibility: Visibility) async throws {
        let clock = TestClock()
        try await withStore(in: TemporaryFolder(), clock: clock) { store in
            try await store.make("general", visibility)
            let first = store.head + 1
            var times: [Int64] = []
            for number in 0..<24 {
                clock.advance(seconds: 10)
                guard number % 3 == 0 else {
                    times.append(try await store.say("word").at.milliseconds)
                    continue
                }
                let at = clock.now.milliseconds - Int64(number) * 7000
                let row = ImportRow(
                    seq: nil,
                    at: Timestamp(milliseconds: at),
                    user: try MemberName("alice"),
                    content: .message(Message(text: "word"))
                )
                let memory = ImportMemory()
                let batch = ImportBatch(room: try .general, rows: [row], memory: memory)
                _ = try await store.importRows(batch)
                times.append(at)
            }
            while try await store.followSearch(limit: 7).behind > 0 {}
            let moments = Set(times.flatMap { [$0 - 1, $0, $0 + 1] }).sorted()
            for (index, moment) in moments.enumerated() {
                let (from, until) = (moments[index / 2], moment)
                let expected = times.indices.reversed()
                    .filter { from <= times[$0] && times[$0] < until }.map { Int64($0) + first }
                let general = SearchScope.named([try .general])
                var query = SearchQuery(try SearchWords("word"), scope: general)
                query.from = Timestamp(milliseconds: from)
                query.until = Timestamp(milliseconds: until)
                #expect(try await store.search(query, limit: 50).messages.map(\.seq) == expected)
                #expect(try await store.rankedSearch(query).sorted() == expected.sorted())
            }
        }
    }

    @Test("A deletion that the index has not heard of yet hides the message all the same")
    func lateDeletion() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("secret")
            #expect(try await store.found("secret") == [1])
            _ = try await store.amend(.delete, 1)
            let words = try SearchWords("secret")
            let query = SearchQuery(words, scope: .common())
            #expect(try await store.search(query, limit: 5).messages == [])
        }
    }

    @Test("Rooms, members and ends narrow a search, and pages go on where the last one ended")
    func narrowed() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for number in 1...30 {
                let room = number % 2 == 0 ? "a" : "b"
                try await store.say("word \(number)", in: room, by: number % 3 == 0 ? "x[y]" : "z")
            }
            _ = try await store.found("word")
            var query = SearchQuery(try SearchWords("word"), scope: .common())
            query.scope = .named([try RoomName("a"), try RoomName("none")])
            query.user = try MemberName("X[Y]")
            let page = try await store.search(query, limit: 3)
            #expect(page.messages.map(\.text) == ["word 30", "word 24", "word 18"])
            query.before = try #require(page.next)
            let rest = try await store.search(query, limit: 3)
            #expect(rest.messages.map(\.text) == ["word 12", "word 6"])
            #expect(rest.next == nil)
            query.after = 6
            #expect(try await store.search(query, limit: 3).messages.map(\.text) == ["word 12"])
            query.scope = .named([try RoomName("none")])
            #expect(try await store.search(query, limit: 3).messages == [])
        }
    }

    @Test("Ranked, a message with more of the words comes before one with fewer")
    func ranked() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("needle needle needle")
            for number in 0..<20 { try await store.say("needle and much hay \(number)") }
            _ = try await store.found("needle")
            let query = SearchQuery(try SearchWords("needle"), scope: .common())
            let positions = try await store.rankedSearch(query)
            #expect(positions.first == 1 && positions.count == 21)
            #expect(try await store.messages(at: [3, 99, 1]).messages.map(\.seq) == [3, 1])
        }
    }

    @Test("The index outlives the server, and one of another log or none at all is made anew")
    func reopened() async throws {
        let folder = try TemporaryFolder()
        try await withStore(in: folder) { store in
            try await store.say("one")
            #expect(try await store.found("one") == [1])
        }
        try await withStore(in: folder) { store in
            let progress = try await store.searchProgress()
            #expect(progress.behind == 0)
            #expect(try await store.found("one") == [1])
        }
        let other = try TemporaryFolder()
        try await withStore(in: other) { store in
            try await store.say("two")
            #expect(try await store.found("two") == [1])
        }
        try folder.replace("search.sqlite", from: other)
        try await withStore(in: folder) { store in
            let others = try await store.found("two")
            #expect(others == [])
            #expect(try await store.found("one") == [1])
        }
        try folder.write("garbage garbage garbage garbage", to: "search.sqlite")
        try await withStore(in: folder) { store in
            let found = try await store.found("one")
            #expect(found == [1])
        }
    }

    @Test("Any number may push the index on at once, and nothing is in it twice")
    func races() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            for number in 0..<60 { try await store.say("word \(number)") }
            await withThrowingTaskGroup { group in
                for _ in 0..<8 {
                    group.addTask {
                        while try await store.followSearch(limit: 3).behind > 0 {}
                    }
                }
            }
            #expect(try await store.found("word") == (1...60).reversed())
            try await store.amend(.edit(text: "x"), 7).isNew()
            #expect(try await store.found("word").count == 59)
        }
    }
}

extension Amended {
    /// Expects that something changed.
    fileprivate func isNew() {
        guard case .new = self else {
            Issue.record("nothing changed")
            return
        }
    }
}

extension ChatStore {
    /// Brings the index up to the log, and searches all of it: the numbers, the newest first.
    fileprivate func found(_ text: String) async throws -> [Int64] {
        while try await followSearch(limit: 7).behind > 0 {}
        let words = try SearchWords(text)
        let query = SearchQuery(words, scope: .common())
        return try await search(query, limit: 1000).messages.map(\.seq)
    }
}
