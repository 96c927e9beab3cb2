import ChatProtocol
import NIOHTTP1
import Synchronization
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct ReadingCallsTests {
    /// Asks a scripted server something.
    private func asked<Value: Sendable>(
        _ question: @escaping @Sendable (ServerCalls) async throws -> Value,
        _ script: @escaping FakeServer.Script
    ) async throws -> (Result<Value, any Error>, [String]) {
        let (result, asked) = try await FakeServer.outcome(from: script) { transport in
            try await question(ServerCalls(over: transport, as: MemberName("anna")))
        }
        return (result, asked.map(\.uri))
    }

    @Test(
        "A page of history is asked for from either side, or around a message",
        arguments: [
            (HistoryPart.after(40), "&after=40"), (.around(7), "&around=7"), (.before(nil), ""),
        ]
    )
    func parts(part: HistoryPart, query: String) async throws {
        let room = try RoomName("general")
        let (_, asked) = try await asked(
            { try await $0.history(of: room, part, limit: 50) },
            { _, reply in try await reply.rows("\(Lines.message("a", 41))\n") }
        )
        #expect(asked.first == "/rooms/general/events?format=ndjson&limit=50\(query)")
        // What the newest page lacks of later changes, nobody has made yet.
        let now = "/rooms/general/messages?format=ndjson&limit=50&before=42"
        #expect(asked.dropFirst() == (part == .before(nil) ? [] : [now]))
    }

    @Test(
        "Messages with a word in them, or of one member, are asked for in a stretch",
        arguments: [("a|b", false, "&user=a%7Cb"), ("on call+", true, "&match=on%20call%2B")]
    )
    func filtered(word: String, isText: Bool, query: String) async throws {
        let room = try RoomName("general")
        let filter: MessageFilter = isText ? .text(word) : .user(try MemberName(word))
        let (result, asked) = try await asked(
            { try await $0.messages(of: room, after: 40, through: 90, filter) },
            { _, reply in try await reply.rows("\(Lines.message("a", 41))\n") }
        )
        #expect(try result.get().map(\.seq) == [41])
        let address = "/rooms/general/messages?format=ndjson&limit=500&after=40&before=91"
        #expect(asked == [address + query])
    }

    @Test("What came behind an event is asked for as it was written, and is none in a new room")
    func behind() async throws {
        let room = try RoomName("general")
        let (events, asked) = try await asked(
            { try await $0.events(of: room, after: 40, limit: 9) },
            { _, reply in try await reply.rows("\(Lines.message("a", 41))\n") }
        )
        #expect(try events.get().map(\.seq) == [41])
        #expect(asked == ["/rooms/general/events?format=ndjson&limit=9&after=40"])
        let (none, _) = try await self.asked(
            { try await $0.events(of: room, after: 0, limit: 9) },
            { _, reply in try await reply.json(404, Lines.problem(404, "room_not_found")) }
        )
        #expect(try none.get().isEmpty)
    }

    @Test("A room that nobody has written to has no history and no members, and is no failure")
    func unwrittenRoom() async throws {
        let room = try RoomName("new")
        let missing = Lines.problem(404, "room_not_found")
        let (page, _) = try await asked(
            { try await $0.history(of: room, .before(nil), limit: 50) },
            { _, reply in try await reply.json(404, missing) }
        )
        #expect(try page.get().events.isEmpty)
        #expect(try page.get().atStart)
        let (members, _) = try await asked(
            { try await $0.members(of: room) },
            { _, reply in try await reply.json(404, missing) }
        )
        #expect(try members.get().isEmpty)
    }

    @Test("An older page has its messages as they are now, and all other events as they were")
    func amended() async throws {
        let room = try RoomName("general")
        func line(_ seq: Int, _ fields: String) -> String {
            #"{"room":"general","seq":\#(seq),"cursor":"a.\#(seq)","#
                + #""at":"2026-11-22T07:40:00.000Z","user":"anna",\#(fields)}"# + "\n"
        }
        let raw =
            line(5, #""type":"message","text":"taken back""#)
            + line(6, #""type":"message","text":"stays""#)
            + line(7, #""type":"edit","target":6,"text":"stays""#)
        let now =
            line(4, #""type":"message","text":"before the page""#)
            + line(5, #""type":"message","text":"","deleted":true"#)
            + line(6, #""type":"message","text":"stays""#)
        let (result, _) = try await asked(
            { try await $0.history(of: room, .around(6), limit: 50) },
            { asked, reply in
                try await reply.rows(asked.uri.contains("/events") ? raw : now)
            }
        )
        let events = try result.get().events
        #expect(events.map(\.seq) == [5, 6, 7])
        guard case .message(let gone) = events[0].content,
            case .message(let kept) = events[1].content
        else {
            Issue.record("two messages are wanted: \(events)")
            return
        }
        #expect(gone.text.isEmpty && gone.state?.isDeleted == true)
        #expect(kept.text == "stays" && kept.state == nil)
    }

    @Test("A message by itself is read; one that is not there is none, and no failure")
    func message() async throws {
        let room = try RoomName("general")
        let (found, asked) = try await asked(
            { try await $0.message(41, in: room) },
            { _, reply in try await reply.json(200, Lines.message("a", 41)) }
        )
        #expect(try found.get()?.seq == 41)
        #expect(asked == ["/rooms/general/messages/41"])
        let (none, _) = try await self.asked(
            { try await $0.message(41, in: room) },
            { _, reply in try await reply.json(404, Lines.problem(404, "message_not_found")) }
        )
        #expect(try none.get() == nil)
        let (failed, _) = try await self.asked(
            { try await $0.message(41, in: room) },
            { _, reply in try await reply.json(403, #"{"code":"forbidden"}"#) }
        )
        #expect(throws: CallFailure.self) { try failed.get() }
    }

    @Test("What a search finds comes before the search has ended")
    func search() async throws {
        let first = Mutex<[Int64]>([])
        let (release, waiting) = AsyncStream.makeStream(of: Void.self)
        let (result, asked) = try await asked(
            { calls in
                let room = try RoomName("@bob")
                try await calls.search("a pie & ä", in: room, limit: 9) { hits in
                    first.withLock { $0 += hits.map(\.seq) }
                    // The rest is sent only when the first has come.
                    waiting.finish()
                }
            },
            { _, reply in
                try await reply.head(200, [("Content-Type", "application/x-ndjson")])
                try await reply.write("\(Lines.message("a", 3))\n")
                for await _ in release {}
                try await reply.write("\(Lines.message("b", 2))\n")
                try await reply.end()
            }
        )
        try result.get()
        #expect(first.withLock { $0 } == [3, 2])
        #expect(asked == ["/search?q=a%20pie%20%26%20%C3%A4&rooms=%40bob&limit=9&format=ndjson"])
    }

    @Test("A search that is cut off, or is no rows at all, fails")
    func brokenSearch() async throws {
        let (cut, _) = try await asked(
            { try await $0.search("x", in: nil, limit: 9) { _ in } },
            { _, reply in
                try await reply.head(200, [("Content-Type", "application/x-ndjson")])
                try await reply.write("\(Lines.message("a", 3))\n")
                try await reply.cut()
            }
        )
        #expect(throws: CallFailure.self) { try cut.get() }
        let (odd, _) = try await asked(
            { try await $0.search("x", in: nil, limit: 9) { _ in } },
            { _, reply in try await reply.rows("<html>\n") }
        )
        #expect(throws: CallFailure.self) { try odd.get() }
    }
}
