import ChatProtocol
import NIOHTTP1
import Synchronization
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct OutboxTests {
    private typealias Box = Outbox<FastClock>

    private func message(_ text: String) throws -> OutgoingMessage {
        OutgoingMessage(
            key: "key-\(text)",
            room: try RoomName("general"),
            text: text,
            at: Timestamp(milliseconds: 1_700_000_000_000),
            speaker: try MemberName("anna")
        )
    }

    /// Sends messages through a scripted server until the condition holds.
    private func reports(
        sending texts: [String],
        until condition: @escaping @Sendable ([Box.Report]) -> Bool,
        from script: @escaping FakeServer.Script
    ) async throws -> (reports: [Box.Report], asked: [FakeServer.Asked]) {
        let messages = try texts.map(message)
        return try await FakeServer.with(script: script) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let outbox = Box(file: nil, poster: Poster(over: transport), clock: .brisk)
            let recorder = Recorder<Box.Report>()
            for message in messages { try await outbox.queue(message) }
            await run(outbox, recorder, until: condition)
            await transport.shutdown()
            return (recorder.all, server.asked.all)
        }
    }

    private func run(
        _ outbox: Box,
        _ recorder: Recorder<Box.Report>,
        until condition: @escaping @Sendable ([Box.Report]) -> Bool
    ) async {
        await withTaskGroup { group in
            group.addTask {
                await outbox.run(using: SeededGenerator(seed: 1)) { recorder.record($0) }
            }
            await recorder.until(condition)
            group.cancelAll()
        }
    }

    @Test("Messages go one at a time, in order, each under its key and its member's name")
    func order() async throws {
        let inFlight = Counter()
        let (reports, asked) = try await reports(
            sending: ["a", "b", "c"],
            until: { $0.count == 3 },
            from: { request, reply in
                #expect(inFlight.add(1) == 1)
                let key = request.headers["Idempotency-Key"].first
                let position = ["key-a": 1, "key-b": 2, "key-c": 3][key] ?? 0
                inFlight.add(-1)
                try await reply.json(201, Lines.message("x", position, key: key))
            }
        )
        #expect(asked.map(\.method) == ["POST", "POST", "POST"])
        #expect(asked.map(\.uri) == Array(repeating: "/rooms/general/messages", count: 3))
        #expect(asked.map(\.body) == ["a", "b", "c"].map { #"{"text":"\#($0)"}"# })
        #expect(asked.first?.headers["Content-Type"] == ["application/json"])
        #expect(asked.first?.headers["Authorization"] == ["Basic YW5uYTo="])
        #expect(reports.map(\.seq) == [1, 2, 3])
    }

    @Test(
        "A 503 with Retry-After is waited out, and the same key is sent again",
        arguments: ["storage_full", "outcome_unknown"]
    )
    func retryAfter(code: String) async throws {
        let tries = Counter()
        let (reports, asked) = try await reports(
            sending: ["a"],
            until: { $0.contains { $0.seq != nil } },
            from: { request, reply in
                if tries.add(1) == 1 {
                    let wait = [("Retry-After", "1")]
                    try await reply.json(503, Lines.problem(503, code), wait)
                } else {
                    try await reply.json(201, Lines.message("a", 7))
                }
            }
        )
        #expect(asked.map { $0.headers["Idempotency-Key"] } == [["key-a"], ["key-a"]])
        guard case .held(let failure, let wait) = try #require(reports.first) else {
            Issue.record("first came \(reports)")
            return
        }
        #expect(failure.description == "not now")
        #expect(failure.leavesOutcomeOpen == (code == "outcome_unknown"))
        #expect(wait >= .seconds(1) && wait <= .seconds(1.25))
        #expect(reports.last?.seq == 7)
    }

    @Test("An answer that never came is asked for again, and the first event counts: 200")
    func duplicate() async throws {
        let tries = Counter()
        let (reports, asked) = try await reports(
            sending: ["a", "b"],
            until: { $0.filter { $0.seq != nil }.count == 2 },
            from: { request, reply in
                if tries.add(1) == 1 {
                    try await reply.cut()
                } else if request.headers["Idempotency-Key"] == ["key-a"] {
                    try await reply.json(200, Lines.message("a", 1))
                } else {
                    try await reply.json(201, Lines.message("b", 2))
                }
            }
        )
        #expect(asked.map { $0.headers["Idempotency-Key"].first } == ["key-a", "key-a", "key-b"])
        #expect(reports.compactMap(\.seq) == [1, 2])
    }

    @Test(
        "A refusal for good takes the message out, and the next one goes",
        arguments: [400, 401, 403, 404, 413]
    )
    func refused(status: Int) async throws {
        let (reports, asked) = try await reports(
            sending: ["a", "b"],
            until: { $0.count == 2 },
            from: { request, reply in
                if request.body.contains("a") && !request.body.contains("b") {
                    try await reply.json(status, Lines.problem(status, "no"))
                } else {
                    try await reply.json(201, Lines.message("b", 2))
                }
            }
        )
        guard case .refused(let message, let problem) = try #require(reports.first) else { return }
        #expect(message.key == "key-a" && message.text == "a" && problem.status == status)
        #expect(reports.last?.seq == nil || asked.count == 2)
    }

    @Test(
        "A message that a proxy never lets through holds up no other",
        arguments: [(403, false), (404, true), (413, false), (413, true)]
    )
    func filtered(status: Int, isMarked: Bool) async throws {
        let (reports, _) = try await reports(
            sending: ["a", "b"],
            until: { reports in reports.contains { $0.seq != nil } },
            from: { request, reply in
                if request.uri == "/nowhere" {
                    try await reply.json(404, Lines.problem(404, "not_found"), isMarked: false)
                } else if request.headers["Idempotency-Key"] == ["key-a"] {
                    let type = [("Content-Type", "text/html")]
                    try await reply.whole(status, "<html>", type, isMarked: isMarked)
                } else {
                    try await reply.json(201, Lines.message("b", 2))
                }
            }
        )
        guard case .refused(let message, let problem)? = reports.first else {
            Issue.record("first came \(reports)")
            return
        }
        #expect(message.key == "key-a" && problem.status == status)
    }

    @Test("A server that is gone gets everything once and in order when it is back")
    func serverGoesAway() async throws {
        let temporary = TemporaryFolder()
        let folder = OutboxFolder(in: temporary.state, for: .standard, as: nil)
        // One server, which cuts every connection until it is back: a port that is given back
        // may be another's.
        let isBack = Atomic(false)
        let asked = try await FakeServer.with(script: { _, reply in
            guard isBack.load(ordering: .acquiring) else { return try await reply.cut() }
            try await reply.json(201, Lines.message("x", 1))
        }) { server in
            try await waitInVain(folder, server.port, sending: ["a", "b"])
            let before = server.asked.all.count
            #expect(before >= 2)
            isBack.store(true, ordering: .releasing)
            // The process is another one: what waited is found in the file.
            let back = try await box(folder, server.port, sending: ["c"])
            await run(back, Recorder<Box.Report>()) { $0.count == 3 }
            #expect(await back.waiting.isEmpty)
            return server.asked.all.dropFirst(before)
        }
        let keys = asked.map { $0.headers["Idempotency-Key"].first }
        #expect(keys == ["key-a", "key-b", "key-c"])
        #expect(OutboxQueue(file: try folder.claim()).waiting.isEmpty)
    }

    /// Sends to a server that is gone; the file is given back.
    private func waitInVain(
        _ folder: OutboxFolder,
        _ port: Int,
        sending texts: [String]
    ) async throws {
        let outbox = try await box(folder, port, sending: texts)
        await run(outbox, Recorder<Box.Report>()) { $0.count >= 2 }
    }

    private func box(
        _ folder: OutboxFolder,
        _ port: Int,
        sending texts: [String]
    ) async throws -> Box {
        // The connections are the process's; they end with it.
        let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(port)"))
        Self.kept.withLock { $0.append(transport) }
        let outbox = Box(file: try folder.claim(), poster: Poster(over: transport), clock: .brisk)
        for text in texts { try await outbox.queue(try message(text)) }
        return outbox
    }

    private static let kept = Mutex<[Transport]>([])

    // A page that answered for some seconds in the server's place emptied the outbox.
    @Test("What a stranger answers settles nothing: it goes again, and in order, when it is away")
    func stranger() async throws {
        let tries = Counter()
        let (reports, asked) = try await reports(
            sending: ["a", "b"],
            until: { $0.contains { $0.seq == 2 } },
            from: { request, reply in
                guard request.uri != "/nowhere" else {
                    return try await reply.whole(404, "<html>", [], isMarked: false)
                }
                switch tries.add(1) {
                case 1: try await reply.whole(200, "<html>", [], isMarked: false)
                case 2: try await reply.whole(404, "<html>", [], isMarked: false)
                case 3: try await reply.done(isMarked: false)
                case let number: try await reply.json(201, Lines.message("x", number - 3))
                }
            }
        )
        let held = reports.filter { $0.seq == nil }
        #expect(held.count == 3 && held.allSatisfy(\.isOfStranger), "\(reports)")
        #expect(reports.compactMap(\.seq) == [1, 2])
        let keys = asked.compactMap { $0.headers["Idempotency-Key"].first }
        #expect(keys == Array(repeating: "key-a", count: 4) + ["key-b"])
    }
}

extension Outbox.Report {
    /// Whether nothing goes through, as something else answers.
    fileprivate var isOfStranger: Bool {
        guard case .held(let failure, _) = self else { return false }
        return failure.isOfStranger
    }

    /// The `seq` of a message that is durable.
    fileprivate var seq: Int64? {
        guard case .posted(_, let event) = self else { return nil }
        return event?.seq
    }
}
