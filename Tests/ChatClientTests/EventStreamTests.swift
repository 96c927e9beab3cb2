import ChatProtocol
import NIOHTTP1
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct EventStreamTests {
    /// Runs a stream against a scripted server until the test's condition holds.
    private func reports(
        rooms: [String] = ["general"],
        clock: FastClock = .brisk,
        until condition: @escaping @Sendable ([StreamReport]) -> Bool,
        also act: @escaping @Sendable (EventStream<FastClock>, [StreamReport]) async -> Void =
            { _, _ in },
        from script: @escaping FakeServer.Script
    ) async throws -> (reports: [StreamReport], asked: [FakeServer.Asked]) {
        let names = try rooms.map { try RoomName($0) }
        let speaker = try MemberName("anna")
        return try await FakeServer.with(script: script) { server in
            let address = try ServerAddress("http://127.0.0.1:\(server.port)")
            let transport = Transport(to: address)
            let stream = EventStream(
                over: transport,
                rooms: names,
                as: speaker,
                tail: 1,
                clock: clock
            )
            let recorder = Recorder<StreamReport>()
            await withTaskGroup { group in
                group.addTask {
                    await stream.run(using: SeededGenerator(seed: 1)) { report in
                        recorder.record(report)
                        await act(stream, recorder.all)
                    }
                }
                await recorder.until(condition)
                group.cancelAll()
            }
            await transport.shutdown()
            return (recorder.all, server.asked.all)
        }
    }

    @Test("A stream asks as its member for its rooms in NDJSON, from the newest message on")
    func request() async throws {
        let (_, asked) = try await reports(
            rooms: ["general", "@bob"],
            until: { $0.contains(.opened) },
            from: { _, reply in
                try await reply.openStream(Lines.open())
                try await reply.hold()
            }
        )
        let request = try #require(asked.first)
        #expect(request.uri == "/stream?rooms=general,%40bob&format=ndjson&tail=1")
        #expect(request.headers["Authorization"] == ["Basic YW5uYTo="])
        #expect(request.headers["Accept"] == ["application/x-ndjson"])
    }

    @Test("Events arrive whole and in order, however the bytes are cut")
    func split() async throws {
        let (reports, _) = try await reports(
            until: { $0.texts.count == 3 },
            from: { _, reply in
                try await reply.openStream()
                let text = [Lines.open(), Lines.message("een", 1), Lines.message("twee é中", 2)]
                    .map { $0 + "\n" }.joined()
                var bytes = ByteSlices(text.utf8)
                while let slice = bytes.next() { try await reply.write(bytes: slice) }
                try await reply.write(Lines.message("drie", 3) + "\n")
                try await reply.hold()
            }
        )
        #expect(reports.texts == ["een", "twee é中", "drie"])
    }

    @Test("A stream cut off without a farewell resumes after the last event, and doubles none")
    func cutOff() async throws {
        let (reports, asked) = try await reports(
            until: { $0.texts.count == 3 },
            from: { request, reply in
                // What was lost with the cut is asked for from an earlier place, and sent again.
                if request.parameter("since") != "abc.2" {
                    try await reply.openStream(
                        Lines.open(),
                        Lines.message("a", 1),
                        Lines.message("b", 2)
                    )
                    try await reply.cut()
                } else {
                    try await reply.openStream(
                        Lines.open(),
                        Lines.message("b", 2),
                        Lines.message("c", 3)
                    )
                    try await reply.hold()
                }
            }
        )
        #expect(reports.texts == ["a", "b", "c"])
        // What had come before the cut may be lost with it, and is then asked for again.
        #expect(!reports.ends.isEmpty && reports.ends.allSatisfy { $0 == .cutOff })
        #expect(asked.last?.parameter("since") == "abc.2")
    }

    @Test("A stream that ends in good order but without a farewell broke as well")
    func endWithoutBye() async throws {
        let (reports, asked) = try await reports(
            until: { $0.ends.count == 1 },
            from: { _, reply in
                try await reply.openStream(Lines.open(newest: 7), Lines.ping(7))
                try await reply.end()
            }
        )
        #expect(reports.ends.first == .cutOff)
        #expect(asked.count >= 1)
    }

    @Test("A heartbeat's cursor is where the next stream resumes")
    func pingCursor() async throws {
        let (_, asked) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            from: { request, reply in
                try await reply.openStream(Lines.open(), Lines.ping(41))
                if request.parameter("since") == nil { try await reply.end() }
                try await reply.hold()
            }
        )
        #expect(asked.last?.parameter("since") == "abc.41")
    }

    @Test("When every room was empty, the next stream begins at the beginning")
    func emptyRooms() async throws {
        let (_, asked) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            from: { request, reply in
                try await reply.openStream(Lines.open(newest: 0))
                if request.parameter("since") == nil { try await reply.end() }
                try await reply.hold()
            }
        )
        #expect(asked.last?.parameter("since") == "all")
    }

    @Test("A stream silent for two heartbeats is told of, given up and opened anew")
    func silence() async throws {
        let (reports, asked) = try await reports(
            clock: .rapid,
            until: { reports in
                // On a busy machine a stream may be given up before its message has come.
                let said = reports.firstIndex { [$0].texts == ["a"] }
                return said.map { reports[$0...].contains(.opened) } ?? false
            },
            from: { _, reply in
                try await reply.openStream(Lines.open(heartbeat: 20), Lines.message("a", 1))
                try await reply.hold()
            }
        )
        guard case .silent(let silence) = try #require(reports.ends.first) else {
            Issue.record("ended with \(reports.ends)")
            return
        }
        #expect(silence >= .seconds(40))
        #expect(asked.last?.parameter("since") == "abc.1")
    }

    @Test("A farewell's wait is kept, and its cursor is where the stream resumes")
    func bye() async throws {
        let (reports, asked) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            from: { request, reply in
                try await reply.openStream(Lines.open())
                if request.parameter("since") == nil {
                    try await reply.write(Lines.bye(9, retryAfter: 1) + "\n")
                    try await reply.end()
                } else {
                    try await reply.hold()
                }
            }
        )
        let waits = reports.compactMap { report -> Duration? in
            guard case .disconnected(.bye, let wait) = report else { return nil }
            return wait
        }
        #expect(waits.count == 1)
        #expect(try #require(waits.first) >= .seconds(1))
        #expect(try #require(waits.first) <= .seconds(1.25))
        #expect(asked.last?.parameter("since") == "abc.9")
    }

    @Test("A farewell for good is obeyed until someone asks for a try")
    func byeForGood() async throws {
        let (reports, _) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            also: { stream, reports in
                if case .disconnected? = reports.last { stream.reconnectNow() }
            },
            from: { request, reply in
                try await reply.openStream(Lines.open())
                if request.parameter("since") == nil {
                    try await reply.write(Lines.bye(9, retryAfter: nil, reconnect: false) + "\n")
                }
                try await reply.hold()
            }
        )
        let last = reports.last { report in
            guard case .disconnected = report else { return false }
            return true
        }
        guard case .disconnected(_, let wait) = try #require(last) else { return }
        #expect(wait == nil)
    }

    @Test(
        "A line that is no event ends the stream after what came before it",
        arguments: ["not json", "\u{1b}[31m"]
    )
    func garbage(line: String) async throws {
        let (reports, _) = try await reports(
            until: { !$0.ends.isEmpty },
            from: { request, reply in
                try await reply.openStream(Lines.open(), Lines.message("a", 1), line)
                try await reply.write(Lines.message("b", 2) + "\n")
                try await reply.hold()
            }
        )
        #expect(reports.texts == ["a"])
        guard case .garbled = try #require(reports.ends.first) else {
            Issue.record("ended with \(reports.ends)")
            return
        }
    }

    // Seen as client F19: one bad event kept the whole stream away for ever.
    @Test("An event that cannot be read is passed over, and what stands behind it is read")
    func unreadableEvent() async throws {
        let line = #"{"type":"message","room":"general"}"#
        let (reports, _) = try await reports(
            until: { $0.texts.count == 2 },
            from: { request, reply in
                try await reply.openStream(Lines.open(), Lines.message("a", 1), line)
                try await reply.write(Lines.message("b", 2) + "\n")
                try await reply.hold()
            }
        )
        #expect(reports.texts == ["a", "b"])
        #expect(reports.ends.isEmpty)
    }

    // Seen as client C37: servers that say anything, such as to ask another host.
    @Test("A redirect is not followed: what proves who speaks goes to no other host")
    func redirect() async throws {
        try await FakeServer.with(script: { _, reply in try await reply.json(404, "{}") }) {
            other in
            let place = [("Location", "http://127.0.0.1:\(other.port)/stream")]
            let (reports, asked) = try await reports(
                until: { !$0.ends.isEmpty },
                from: { _, reply in try await reply.json(307, "{}", place) }
            )
            #expect(!reports.ends.isEmpty && !asked.isEmpty)
            #expect(other.asked.all.isEmpty)
        }
    }

    @Test("A line without an end is given up at the limit")
    func hugeLine() async throws {
        let piece = String(repeating: "x", count: 64 * 1024)
        let (reports, _) = try await reports(
            until: { !$0.ends.isEmpty },
            from: { _, reply in
                try await reply.openStream(Lines.open())
                for _ in 0..<64 { try await reply.write(piece) }
                try await reply.hold()
            }
        )
        #expect(reports.ends.first == .garbled("a line is longer than 1048576 bytes"))
    }

    @Test("Events of a replaced log pass after the gap that tells of it, whatever their positions")
    func gap() async throws {
        let (reports, asked) = try await reports(
            until: { $0.texts.count == 3 && $0.filter { $0 == .opened }.count == 2 },
            from: { request, reply in
                if request.parameter("since") == nil {
                    try await reply.openStream(Lines.open(), Lines.message("old", 40))
                    try await reply.end()
                } else {
                    try await reply.openStream(
                        Lines.open(),
                        Lines.gap("ahead"),
                        Lines.message("new", 3),
                        Lines.message("newer", 4),
                        Lines.message("newer", 4)
                    )
                    try await reply.hold()
                }
            }
        )
        #expect(reports.texts == ["old", "new", "newer"])
        #expect(asked.last?.parameter("since") == "abc.40")
        let gap = try Lines.event(Lines.gap("ahead"))
        #expect(reports.contains(.event(gap)))
    }

    @Test("Following other rooms opens the stream anew with the cursor")
    func follow() async throws {
        let random = try RoomName("random")
        let general = try RoomName("general")
        let (reports, asked) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            also: { stream, reports in
                if reports.texts == ["a"] { stream.follow([general, random]) }
            },
            from: { _, reply in
                try await reply.openStream(Lines.open(), Lines.message("a", 5))
                try await reply.hold()
            }
        )
        #expect(reports.ends.isEmpty)
        #expect(asked.last?.uri.hasPrefix("/stream?rooms=general,random&") == true)
        #expect(asked.last?.parameter("since") == "abc.5")
    }

    @Test("A refusal is told in the server's words, and a cursor it does not know is dropped")
    func refusal() async throws {
        let (reports, asked) = try await reports(
            until: { $0.filter { $0 == .opened }.count == 2 },
            from: { request, reply in
                if request.parameter("since") != nil {
                    let problem = Lines.problem(400, "bad_cursor")
                    try await reply.json(400, problem)
                } else {
                    try await reply.openStream(Lines.open(newest: 3), Lines.message("a", 3))
                    try await reply.end()
                }
            }
        )
        #expect(reports.ends.map(\.description).contains("not now"))
        // The stream may have gone on to a fourth before it was told to stop.
        #expect(asked.prefix(3).map { $0.parameter("since") } == [nil, "abc.3", nil])
    }

    @Test("With no server, the reason is in words and the tries go on until there is one")
    func noServer() async throws {
        let recorder = Recorder<StreamReport>()
        // Nothing listens there: the first 1024 ports are not for everyone.
        let address = try ServerAddress("http://127.0.0.1:1")
        let transport = Transport(to: address)
        let stream = EventStream(
            over: transport,
            rooms: [try RoomName("general")],
            as: nil,
            tail: 1,
            clock: FastClock.brisk
        )
        await withTaskGroup { group in
            group.addTask {
                await stream.run(using: SeededGenerator(seed: 1)) { recorder.record($0) }
            }
            await recorder.until { $0.ends.count == 3 }
            group.cancelAll()
        }
        await transport.shutdown()
        #expect(
            recorder.all.ends.map(\.description).allSatisfy {
                $0 == "\(address) refused: no server listens there"
            }
        )
    }
}

/// Cuts bytes into pieces of 1, 2, 3 … bytes.
private struct ByteSlices {
    private var rest: ArraySlice<UInt8>
    private var size = 0

    init(_ bytes: some Sequence<UInt8>) { rest = Array(bytes)[...] }

    mutating func next() -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        size = size % 7 + 1
        defer { rest = rest.dropFirst(size) }
        return rest.prefix(size)
    }
}
