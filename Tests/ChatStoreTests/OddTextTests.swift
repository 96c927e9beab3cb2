import ChatProtocol
import Testing

@testable import ChatStore

@Suite(.everyEngine, .timeLimit(.minutes(10))) struct OddTextTests {
    /// What means something in an array or in a quoted value of PostgreSQL.
    private static let odd = [
        "a\"b", #"a\b"#, #"\"#, #"\""#, "\"", "{}", "{a,b}", "NULL", "null", ",", " ", "'", "$1",
        "\n\t\r", "é👍", "a\u{0}b", String(repeating: "\"", count: 9000),
    ]

    @Test("What many say at once is kept as it was said, and each key gives its event again")
    func together() async throws {
        try await withStore { store in
            let said = try await Self.sayAll(in: store)
            #expect(said.allSatisfy { if case .new = $0 { true } else { false } })
            #expect(Set(said.map(\.event.text)) == Set(Self.odd))
            let kept = try await store.events(.history(of: .general, limit: 100))
            #expect(kept == said.map(\.event).sorted { $0.seq < $1.seq })
            let again = try await Self.sayAll(in: store)
            #expect(again.allSatisfy { if case .known = $0 { true } else { false } })
            #expect(Set(again.map(\.event)) == Set(said.map(\.event)))
            #expect(store.head == Int64(Self.odd.count))
        }
    }

    /// Says all of them at once, each with a key as odd as its text.
    private static func sayAll(in store: ChatStore) async throws -> [Appended] {
        try await withThrowingTaskGroup(of: Appended.self) { group in
            for text in odd {
                group.addTask {
                    try await store.append(.message(text, by: "a\\b", key: text))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("An array's values stand in quotes, and none of them ends it")
    func array() {
        var array = ArrayText()
        #expect(String(decoding: array.utf8, as: UTF8.self) == "{}")
        for value in ["1", "", #"a"b\"#, nil, "NULL"] { array.add(value?.utf8) }
        let text = String(decoding: array.utf8, as: UTF8.self)
        #expect(text == #"{"1","","a\"b\\",NULL,"NULL"}"#)
        #expect(array.size == text.utf8.count)
    }
}
