import ChatProtocol
import NIOHTTP1
import Synchronization
import TestTools
import Testing

@testable import ChatClient

/// Whose messages go out, into which rooms, and about which message.
@Suite(.timeLimit(.minutes(10)))
struct OutboxSpeakerTests {
    private typealias Box = Outbox<FastClock>

    /// When the message was said that ``Lines/message(_:_:log:room:key:)`` makes.
    private static let moment = "2026-11-22T07:40:00.123Z"

    private static func message(
        _ text: String,
        by speaker: String = "anna",
        in room: String = "general"
    ) throws -> OutgoingMessage {
        OutgoingMessage(
            key: "key-\(text)",
            room: try RoomName(room),
            text: text,
            at: Timestamp(milliseconds: 1_700_000_000_000),
            speaker: try MemberName(speaker)
        )
    }

    /// Runs an outbox until its reports fulfil a condition.
    private static func run(
        _ outbox: Box,
        until condition: @escaping @Sendable ([Box.Report]) -> Bool
    ) async -> [Box.Report] {
        let recorder = Recorder<Box.Report>()
        await withTaskGroup { group in
            group.addTask {
                await outbox.run(using: SeededGenerator(seed: 1)) { recorder.record($0) }
            }
            await recorder.until(condition)
            group.cancelAll()
        }
        return recorder.all
    }

    // What a guest had typed went out under the name of whoever signed in then.
    @Test("Nothing of one is sent while another is signed in, and it is kept")
    func speakers() async throws {
        let messages = try [Self.message("a"), Self.message("c", by: "carol")]
        try await FakeServer.with(script: { _, reply in
            try await reply.json(201, Lines.message("x", 1))
        }) { server in
            let carol = SignedIn(name: try MemberName("Carol"), id: "1", token: "secret")
            let address = try ServerAddress("http://127.0.0.1:\(server.port)")
            let transport = Transport(to: address, as: carol)
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            for message in messages { try await outbox.queue(message) }
            _ = await Self.run(outbox) { !$0.isEmpty }
            #expect(await outbox.waiting.map(\.key) == ["key-a"])
            transport.use(nil)
            _ = await Self.run(outbox) { !$0.isEmpty }
            await transport.shutdown()
            let proofs = server.asked.all.map { $0.headers["Authorization"].first }
            #expect(proofs == ["Bearer secret", "Basic YW5uYTo="])
        }
    }

    @Test("Who signs in has a file of their own from then on, and what waits of others stays")
    func reopen() async throws {
        let temporary = TemporaryFolder()
        let names = try ["anna", "carol"].map { try MemberName($0) }
        let folders = names.map { OutboxFolder(in: temporary.state, for: .standard, as: $0) }
        let transport = Transport(to: .standard)
        do {
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            #expect(try await outbox.reopen(folders[0]) == [])
            try await outbox.queue(Self.message("a"))
            transport.use(SignedIn(name: names[1], id: "1", token: "secret"))
            try await outbox.queue(Self.message("b", by: "carol"))
            #expect(try await outbox.reopen(folders[1]) == [])
            #expect(try await outbox.reopen(folders[1]) == [])
            try await outbox.queue(Self.message("c", by: "carol"))
            #expect(await outbox.waiting.map(\.key) == ["key-b", "key-c"])
        }
        await transport.shutdown()
        let anna = OutboxQueue(file: try folders[0].claim())
        #expect(anna.waiting.map(\.key) == ["key-a"])
        let carol = OutboxQueue(file: try folders[1].claim())
        #expect(carol.waiting.map(\.key) == ["key-b", "key-c"])
    }

    // It waited for ever in a file that was closed.
    @Test("What is on its way while somebody signs in is settled where it ends")
    func onItsWay() async throws {
        let temporary = TemporaryFolder()
        let names = try ["anna", "carol"].map { try MemberName($0) }
        let folders = names.map { OutboxFolder(in: temporary.state, for: .standard, as: $0) }
        let message = try Self.message("a")
        let (release, waiting) = AsyncStream.makeStream(of: Void.self)
        try await FakeServer.with(script: { _, reply in
            for await _ in release {}
            try await reply.json(201, Lines.message("x", 1))
        }) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            _ = try await outbox.reopen(folders[0])
            try await outbox.queue(message)
            let recorder = Recorder<Box.Report>()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await outbox.run(using: SeededGenerator(seed: 1)) { recorder.record($0) }
                }
                await server.asked.until { !$0.isEmpty }
                transport.use(SignedIn(name: names[1], id: "1", token: "secret"))
                let found = try await outbox.reopen(folders[1])
                #expect(found == [])
                #expect(await outbox.waiting.map(\.key) == ["key-a"])
                waiting.finish()
                await recorder.until { !$0.isEmpty }
                group.cancelAll()
            }
            guard case .posted(key: "key-a", _?)? = recorder.all.first else {
                Issue.record("\(recorder.all)")
                return
            }
            #expect(await outbox.waiting.isEmpty)
            await transport.shutdown()
        }
        for folder in folders {
            let kept = OutboxQueue(file: try folder.claim())
            #expect(kept.waiting.isEmpty)
        }
    }

    // Who had signed out spoke on as a guest of that name.
    @Test("Who has signed out speaks no more until somebody signs in")
    func signedOut() async throws {
        let (anna, carol) = (try MemberName("anna"), try MemberName("carol"))
        let transport = Transport(to: .standard)
        let poster = Poster(over: transport)
        #expect(poster.speaks(as: anna) && poster.speaks(as: nil))
        // Nobody was signed in, and a guest goes on.
        transport.use(nil)
        #expect(poster.speaks(as: anna))
        transport.use(SignedIn(name: try MemberName("Anna"), id: "1", token: "secret"))
        #expect(poster.speaks(as: anna) && !poster.speaks(as: carol))
        transport.use(nil)
        #expect(!poster.speaks(as: anna) && poster.speaks(as: carol))
        transport.use(nil)
        #expect(!poster.speaks(as: anna))
        transport.use(SignedIn(name: carol, id: "2", token: "secret"))
        #expect(!poster.speaks(as: anna) && poster.speaks(as: carol))
        transport.use(SignedIn(name: anna, id: "3", token: "secret"))
        #expect(poster.speaks(as: anna))
        await transport.shutdown()
    }

    // One slow room held every message of its server, also after it was slow no more.
    @Test(
        "A room that takes nothing for a while holds up its own messages alone, until a retry",
        arguments: [("slow_mode", nil), ("rate_limited", "rooms-per-address")]
            as [(String, String?)]
    )
    func slowRoom(code: String, setting: String?) async throws {
        let member = setting.map { #","configKey":"\#($0)"}"# } ?? "}"
        let problem = String(Lines.problem(429, code).dropLast()) + member
        let isSlow = Atomic(true)
        let messages = try [
            Self.message("a"), Self.message("b"), Self.message("c", in: "random"),
        ]
        try await FakeServer.with(script: { request, reply in
            let isOfSlow = request.uri.contains("general")
            if isOfSlow, isSlow.load(ordering: .acquiring) {
                let wait = [("Retry-After", "300")]
                return try await reply.json(429, problem, wait)
            }
            let room = isOfSlow ? "general" : "random"
            try await reply.json(201, Lines.message("x", 1, room: room))
        }) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            for message in messages { try await outbox.queue(message) }
            let first = await Self.run(outbox) { $0.count == 2 }
            guard case .slowed(let room, _, let wait) = try #require(first.first) else {
                Issue.record("first came \(first)")
                return
            }
            #expect(room.description == "general" && wait == .seconds(300))
            #expect(await outbox.waiting.map(\.key) == ["key-a", "key-b"])
            isSlow.store(false, ordering: .releasing)
            outbox.retryNow()
            _ = await Self.run(outbox) { $0.count == 2 }
            await transport.shutdown()
            let keys = server.asked.all.map { $0.headers["Idempotency-Key"].first }
            #expect(keys == ["key-a", "key-c", "key-a", "key-b"])
        }
    }

    // After a restore, or with another log, the number was another message's: that was deleted.
    @Test(
        "What waited is not done to another message with the same number",
        arguments: [true, false],
        [MessageChange.Kind.delete, .edit, nil]
    )
    func target(isSame: Bool, kind: MessageChange.Kind?) async throws {
        var message = try Self.message("a")
        message.change = kind.map { MessageChange(target: 7, kind: $0) }
        message.replyTo = kind == nil ? 7 : nil
        let moment = try #require(Timestamp(Self.moment))
        message.about = isSame ? moment : Timestamp(milliseconds: moment.milliseconds - 1)
        let late = message
        try await FakeServer.with(script: { asked, reply in
            if asked.method == "DELETE" { return try await reply.done() }
            try await reply.json(200, Lines.message("x", 7))
        }) { server, transport in
            let verdict = await Poster(over: transport).post(late)
            let asked = server.asked.all
            #expect(asked.first?.method == "GET")
            #expect(asked.first?.uri == "/rooms/general/messages/7")
            #expect(asked.count == (isSame ? 2 : 1))
            guard case .refused(let problem) = verdict else {
                #expect(isSame)
                return
            }
            #expect(!isSame && problem.detail == "message 7 is another one now")
        }
    }

    @Test("What goes out at once is not looked at first, but what waits behind something is")
    func sure() async throws {
        let moment = try #require(Timestamp(Self.moment))
        let messages = try ["a", "b"].map { text in
            var message = try Self.message(text)
            message.replyTo = 7
            message.about = moment
            return message
        }
        try await FakeServer.with(script: { _, reply in
            try await reply.json(200, Lines.message("x", 7))
        }) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            for message in messages { try await outbox.queue(message, isSure: true) }
            _ = await Self.run(outbox) { $0.count == 2 }
            await transport.shutdown()
            #expect(server.asked.all.map(\.method) == ["POST", "GET", "POST"])
        }
    }
}
