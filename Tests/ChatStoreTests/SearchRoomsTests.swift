import ChatProtocol
import TestTools
import Testing

@testable import ChatStore

/// Searches for some of the rooms: each public one's words are among all others', each other one's
/// in a list of their own.
@Suite(.everyEngine, .timeLimit(.minutes(10))) struct SearchRoomsTests {
    @Test(
        "A search finds what was said in its rooms and nothing else, whatever they were before",
        arguments: [1, 2, 3, 4] as [UInt64]
    )
    func some(seed: UInt64) async throws {
        var options = StoreOptions.patient
        // Each page ends when each list was asked once.
        options.searchPartTime = .zero
        try await withStore(in: TemporaryFolder(), options: options) { store in
            var random = SeededGenerator(seed: seed)
            var rooms = try SearchedRooms()
            for step in 1...120 {
                try await rooms.act(in: store, &random)
                try await rooms.look(into: store, &random)
                guard step % 6 == 0 else { continue }
                while try await store.followSearch(limit: 4).behind > 0 {}
                try await rooms.compare(with: store, &random)
            }
            // The words of rooms that were public once go to where they belong.
            try store.clearSearch()
            while try await store.followSearch(limit: 1000).behind > 0 {}
            for _ in 0..<9 { try await rooms.compare(with: store, &random) }
        }
    }

    @Test("What a room said while it was public is hidden with it, and found by who sees it")
    func turned() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let (room, words) = (try RoomName("plans"), try SearchWords("tea"))
            let member = SearchQuery(words, scope: .common(and: [room]))
            let stranger = SearchQuery(words, scope: .common())
            try await store.say("tea at four", in: "plans")
            #expect(try await store.found(stranger) == ["tea at four"])
            try await store.turn("plans", .private)
            try await store.say("tea at five", in: "plans")
            let both = ["tea at five", "tea at four"]
            #expect(try await store.found(member) == both)
            #expect(try await store.found(stranger) == [])
            #expect(try await store.found(SearchQuery(words, scope: .named([room]))) == both)
            try await store.turn("plans", .public)
            try await store.say("tea at six", in: "plans")
            #expect(try await store.found(stranger) == ["tea at six"] + both)
            let banned = SearchQuery(words, scope: .common(but: [room]))
            #expect(try await store.found(banned) == [])
            try store.clearSearch()
            #expect(try await store.found(stranger) == ["tea at six"] + both)
            #expect(try await store.found(banned) == [])
        }
    }

    @Test(
        "No search is taken for a command that asks for more",
        arguments: [
            "\"secret＂)) OR (text : (＂zzz\"", "secret＂)) OR (text : (＂zzz", "secret\"\u{301}",
            "\"zzz\"\"secret\"", "5＂", "＂", "\"a\0secret", "zzz\0\"secret", "\u{10ffff}0secret",
        ]
    )
    func commands(_ text: String) async throws {
        try await withStore(in: TemporaryFolder()) { store in
            try await store.say("a secret zzz \(text) of five", in: "hidden")
            try await store.say("it is 5＂ wide", in: "seen")
            let (seen, hidden) = (try RoomName("seen"), try RoomName("hidden"))
            let words: SearchWords
            do throws(SearchWords.Fault) { words = try SearchWords(text) } catch { return }
            let all = SearchScope.common(but: [hidden])
            for scope in [all, .named([seen])] {
                let found = try await store.found(SearchQuery(words, scope: scope))
                #expect(found == (text == "5＂" ? ["it is 5＂ wide"] : []))
            }
            let everything = try await store.found(SearchQuery(words, scope: .named([hidden])))
            #expect(!everything.isEmpty)
        }
    }

    @Test(
        "In a private room words are found as in a public one",
        arguments: [
            ("hello", true), ("HEL", true), ("el", false), ("koln", true), ("世界", true),
            ("界世", false), ("👍", true), (#""thumbs up""#, true), (#""up thumbs""#, false),
            ("foo-bar", true), ("O'Brien", true), ("привет", true), ("cafe", true),
            ("हिन्दी", true), ("smorrebrod", true), ("r1", false), ("u", true), ("u61", false),
            ("\"hello there\" up", true), ("0", false),
        ]
    )
    func words(_ text: String, isFound: Bool) async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let said = [
                "Hello there, O'Brien! foo-bar", "Köln; cafe\u{301}", "你好世界 👍 thumbs up",
                "Привет", "हिन्दी में", "Smørrebrød",
            ].joined(separator: " ")
            for visibility in [Visibility.public, .private] {
                let room = "in-\(visibility.rawValue)"
                try await store.make(room, visibility)
                try await store.say(said, in: room, by: "a")
                var query = SearchQuery(try SearchWords(text), scope: .named([try RoomName(room)]))
                #expect(try await store.found(query).isEmpty != isFound, "\(visibility)")
                #expect(try await store.rankedSearch(query).isEmpty != isFound, "\(visibility)")
                query.user = try MemberName("A")
                #expect(try await store.found(query).isEmpty != isFound, "\(visibility)")
                query.user = try MemberName("b")
                #expect(try await store.found(query) == [], "\(visibility)")
            }
        }
    }

    @Test("What is edited in a private room is no longer among the words of public ones")
    func edited() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let (room, milk) = (try RoomName("plans"), try SearchWords("milk"))
            let seq = try await store.say("tea", in: "plans").seq
            let stranger = SearchQuery(milk, scope: .common())
            #expect(try await store.found(stranger) == [])
            try await store.turn("plans", .private)
            _ = try await store.amend(.edit(text: "milk"), seq, in: "plans")
            let member = SearchQuery(milk, scope: .common(and: [room]))
            #expect(try await store.found(member) == ["milk"])
            // The list of public rooms has it neither for those who would be shown it there.
            #expect(try await store.commonPositions(of: "milk") == [])
            _ = try await store.amend(.edit(text: "sugar"), seq, in: "plans")
            #expect(try await store.found(member) == [])
        }
    }

    @Test("More private rooms than one question names are searched page by page")
    func manyOwn() async throws {
        try await withStore(in: TemporaryFolder()) { store in
            let names = (0..<150).map { "p\($0)" }
            for name in names {
                try await store.make(name, .private)
                try await store.say("tea in \(name)", in: name)
            }
            try await store.say("tea in public", in: "lobby")
            while try await store.followSearch(limit: 1000).behind > 0 {}
            let rooms = try names.map { try RoomName($0) }
            var query = SearchQuery(try SearchWords("tea"), scope: .common(and: rooms))
            #expect(try await store.searchSources(of: query).count == 4)
            #expect(try await store.rankedSearch(query).count == 151)
            let said = (names + ["public"]).reversed().map { "tea in \($0)" }
            #expect(try await store.found(query) == Array(said.prefix(100)))
            var found: [String] = []
            while true {
                let page = try await store.search(query, limit: 40)
                found += page.messages.map(\.text)
                guard let next = page.next else { break }
                try #require(next < query.before)
                query.before = next
            }
            #expect(found == said)
        }
    }

    @Test("However many rooms are searched, one question names few of them")
    func questions() throws {
        let rooms = SearchRooms(common: .these(Array(1...1200)), own: Array(2000..<2100))
        let sources = rooms.sources(try SearchWords("green tea"), by: try MemberName("ann"))
        #expect(sources.filter { $0.list == .common }.count == 3)
        #expect(sources.filter { $0.list == .own }.count == 5)
        #expect(Set(sources).count == 8)
    }

    @Test("No code is the beginning of another one, whatever the number")
    func codes() {
        let numbers: [Int64] = [0, 1, 35, 36, 1_000_000, .max, -1, .min]
        let codes = numbers.map { RoomCode.code(of: $0) }
        #expect(Set(codes).count == numbers.count)
        #expect(codes.allSatisfy { $0.utf8.count == RoomCode.length })
    }
}
