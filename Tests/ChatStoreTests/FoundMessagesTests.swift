import ChatProtocol
import Testing

@testable import ChatStore

/// Messages that a search has found, read together.
@Suite(.timeLimit(.minutes(10))) struct FoundMessagesTests {
    @Test("They come in the order asked for, without what is gone, by few queries")
    func queries() async throws {
        try await withStore { store in
            for number in 1...200 { try await store.say("\(number)") }
            let deletion = Amendment(
                .delete,
                of: 150,
                in: try .general,
                by: try MemberName("alice")
            )
            _ = try await store.amend(deletion)
            let positions = Array((1...201).reversed()).map(Int64.init) + [999]
            let log = store.log
            let (found, looks) = try await store.database.read(.search) { session in
                let counting = CountingSession(session)
                return (try counting.messages(at: positions, of: log), counting.prepared)
            }
            #expect(found.count == 202)
            let kept = (1...200).reversed().filter { $0 != 150 }.map(String.init)
            #expect(found.messages.map(\.text) == kept)
            #expect(looks == 4)
        }
    }

    @Test("What does not fit into one answer is left for the next")
    func bytes() async throws {
        try await withStore { store in
            let text = String(repeating: "x", count: 16_000)
            for _ in 1...100 { try await store.say(text) }
            let found = try await store.messages(at: Array(1...100))
            #expect(found.count < 100 && found.count == found.messages.count)
            let bytes = found.messages.reduce(0) { $0 + $1.text.utf8.count }
            #expect(bytes <= EventQuery.answerBytes + 16_000)
            let rest = try await store.messages(at: Array(Int64(found.count + 1)...100))
            #expect(rest.messages.first?.seq == Int64(found.count + 1))
        }
    }
}
