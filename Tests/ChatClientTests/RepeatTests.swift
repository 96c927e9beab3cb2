import ChatProtocol
import TestTools
import Testing

@testable import ChatClient

@Suite("A request whose connection ends before its answer", .timeLimit(.minutes(10)))
struct RepeatTests {
    /// Asks a server that ends so many connections without an answer.
    private func asked(
        cuts: Int,
        _ question: @escaping @Sendable (Transport) async throws(CallFailure) -> Void
    ) async throws -> (count: Int, failure: CallFailure?) {
        let counter = Counter()
        return try await FakeServer.with(script: { asked, reply in
            guard counter.add(1) > cuts else { return try await reply.cut() }
            let isPost = asked.method == "POST"
            try await reply.json(200, isPost ? Lines.message("hi", 1) : #"{"rooms":[]}"#)
        }) { server, transport in
            var failure: CallFailure?
            do throws(CallFailure) { try await question(transport) } catch { failure = error }
            return (server.asked.all.count, failure)
        }
    }

    // Seen as client F1: a page was lost when its kept connection had just been closed.
    @Test("is asked once more, and no oftener", arguments: [(0, 1), (1, 2), (2, 2), (3, 2)])
    func once(cuts: Int, count: Int) async throws {
        let (asked, failure) = try await asked(cuts: cuts) { transport throws(CallFailure) in
            _ = try await ServerCalls(over: transport, as: nil).rooms()
        }
        #expect(asked == count)
        #expect((failure == nil) == (cuts < 2))
    }

    @Test("is not where the server would do it twice")
    func unsafe() async throws {
        let room = try RoomName("general")
        let (asked, failure) = try await asked(cuts: 1) { transport throws(CallFailure) in
            try await ServerCalls(over: transport, as: nil).sayTyping(in: room)
        }
        #expect(asked == 1 && failure != nil)
    }

    @Test("is where a key makes the second the first")
    func key() async throws {
        let message = OutgoingMessage(
            key: "k",
            room: try RoomName("general"),
            text: "hi",
            at: Timestamp(milliseconds: 0),
            speaker: nil
        )
        let (asked, _) = try await asked(cuts: 1) { transport throws(CallFailure) in
            let verdict = await Poster(over: transport).post(message)
            guard case .posted(_?) = verdict else {
                Issue.record("\(verdict)")
                return
            }
        }
        #expect(asked == 2)
    }
}
