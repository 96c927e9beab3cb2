import ChatProtocol
import NIOHTTP1
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct OutboxChangeTests {
    private static let kinds: [(kind: MessageChange.Kind?, text: String)] = [
        (nil, "said"), (.edit, "better"), (.react(emoji: "👩‍👩‍👧", on: true), ""),
        (.react(emoji: "+1", on: false), ""), (.delete, ""),
    ]

    private static func messages() throws -> [OutgoingMessage] {
        try kinds.enumerated().map { number, entry in
            OutgoingMessage(
                key: "key-\(number)",
                room: try RoomName("@bob"),
                text: entry.text,
                replyTo: entry.kind == nil ? 3 : nil,
                change: entry.kind.map { MessageChange(target: 7, kind: $0) },
                about: number == 1 ? Timestamp(milliseconds: 1_600_000_000_123) : nil,
                at: Timestamp(milliseconds: 1_700_000_000_000 + Int64(number)),
                speaker: try MemberName("anna")
            )
        }
    }

    /// What a scripted server is asked, and what becomes of each message.
    private func verdicts(
        _ script: @escaping FakeServer.Script
    ) async throws -> ([PostVerdict], [FakeServer.Asked]) {
        let messages = try Self.messages()
        return try await FakeServer.with(script: script) { server, transport in
            let poster = Poster(over: transport)
            var verdicts: [PostVerdict] = []
            for message in messages {
                verdicts.append(await poster.post(message, isSure: true))
            }
            return (verdicts, server.asked.all)
        }
    }

    @Test("Answers, edits, deletions and reactions are asked for as the contract has it")
    func contract() async throws {
        let (verdicts, asked) = try await verdicts { try await Self.takes($0, $1) }
        #expect(asked.map(\.method) == ["POST", "PATCH", "PUT", "DELETE", "DELETE"])
        let message = "/rooms/%40bob/messages"
        let family = "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7"
        #expect(
            asked.map(\.uri) == [
                message, "\(message)/7", "\(message)/7/reactions/\(family)",
                "\(message)/7/reactions/%2B1", "\(message)/7",
            ]
        )
        #expect(
            asked.map(\.body).prefix(2) == [#"{"text":"said","replyTo":3}"#, #"{"text":"better"}"#]
        )
        #expect(asked.map(\.body).dropFirst(2).allSatisfy { $0.isEmpty })
        #expect(asked.allSatisfy { $0.headers["Authorization"] == ["Basic YW5uYTo="] })
        // Each has its key, so that none is done twice.
        #expect(asked.map { $0.headers["Idempotency-Key"] } == (0..<5).map { ["key-\($0)"] })
        // What is made or changed is shown by the answer, and of the rest the stream tells.
        #expect(verdicts.prefix(2).compactMap(\.event).map(\.seq) == [8, 7])
        #expect(verdicts.dropFirst(2).allSatisfy { $0 == .posted(nil) })
    }

    @Test("A deletion tells its reason, which stands in no body that a proxy may drop")
    func reason() async throws {
        var message = try #require(try Self.messages().last)
        message.text = "not here & now"
        let script: FakeServer.Script = { try await Self.takes($0, $1) }
        let asked = try await FakeServer.with(script: script) { [message] server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            #expect(await Poster(over: transport).post(message, isSure: true) == .posted(nil))
            await transport.shutdown()
            return server.asked.all
        }
        let query = "?reason=not%20here%20%26%20now"
        #expect(asked.map(\.uri) == ["/rooms/%40bob/messages/7\(query)"])
        #expect(asked.map(\.body) == [""])
    }

    /// Answers as a Burble server that takes all of it.
    private static func takes(_ asked: FakeServer.Asked, _ reply: FakeServer.Reply) async throws {
        switch asked.method {
        case "POST": try await reply.json(201, Lines.message("said", 8, room: "@bob"))
        case "PATCH": try await reply.json(200, Lines.message("better", 7, room: "@bob"))
        default: try await reply.done()
        }
    }

    @Test("A refusal for good is one, and what may pass later is kept", arguments: [403, 404, 503])
    func refusals(status: Int) async throws {
        let (verdicts, _) = try await verdicts { _, reply in
            try await reply.json(status, Lines.problem(status, "no"))
        }
        for verdict in verdicts {
            switch verdict {
            case .refused(let problem): #expect(problem.status == status && status != 503)
            case .later: #expect(status == 503)
            case .posted: Issue.record("posted")
            }
        }
    }

    @Test("What waits is found again after a restart, changes among it, in order")
    func reload() throws {
        let temporary = TemporaryFolder()
        let anna = try MemberName("anna")
        let folder = OutboxFolder(in: temporary.state, for: .standard, as: anna)
        do {
            var queue = OutboxQueue(file: try folder.claim())
            for message in try Self.messages() { try queue.add(message) }
        }
        let again = OutboxQueue(file: try folder.claim())
        let expected = try Self.messages()
        #expect(again.waiting == expected)
    }

    @Test("A change of a kind that is not known here is left out, not sent as words")
    func unknownChange() {
        let line = #"{"key":"k","room":"general","text":"x","at":"2026-11-22T07:40:00.000Z""#
        let later = Array("\(line),\"target\":7,\"change\":\"pin\"}\n\(line)}\n".utf8)
        let found = OutboxRecord.waiting(in: later)
        #expect(found.count == 1)
        #expect(found.first?.change == nil)
    }
}

extension PostVerdict {
    /// What a post is acknowledged by.
    fileprivate var event: DurableEvent? {
        guard case .posted(let event) = self else { return nil }
        return event
    }
}
