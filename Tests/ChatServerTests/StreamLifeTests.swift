import ChatProtocol
import ChatStore
import Foundation
import NIOCore
import NIOHTTP1
import TestConnections
import TestTools
import Testing

@testable import ChatServer

/// Streams over real sockets, in the hands of clients that go, stall and come back.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct StreamLifeTests {
    @Test("Input that goes on with what is no chunk ends its stream, which says so")
    func brokenChunk() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "POST /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: test\r\n"
                        + "Authorization: Basic YW5uOg==\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5\r\ngood\n\r\n"
                )
                _ = try await client.read(through: #""text":"good""#)
                try await client.send("4\r\nhalf\r\nzz\r\n5\r\nlost\n\r\n0\r\n\r\n")
                let rest = String(decoding: try await client.readToEnd(), as: UTF8.self)
                let problem = try #require(rest.firstRange(of: #""code":"bad_body""#), "\(rest)")
                let bye = try #require(rest.firstRange(of: #""reason":"input_ended""#), "\(rest)")
                #expect(problem.lowerBound < bye.lowerBound)
                #expect(rest.hasSuffix("\r\n0\r\n\r\n"), "\(rest)")
            }
            #expect(server.services.store.head == 1)
            await waitForStreams(0, server)
        }
    }

    @Test(
        "No line is posted behind the bye of its stream",
        arguments: [("limit=2", 2), ("limit=2&types=edit", 6), ("since=all&limit=1", 1)]
    )
    func postsBeforeBye(query: String, head: Int64) async throws {
        try await TestServer.run { server in
            if query.contains("since") {
                try await TestConnection.open(server) { try await $0.post("there", in: "a") }
            }
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "POST /rooms/a/stream?format=ndjson&\(query) HTTP/1.0\r\nHost: test\r\n"
                        + "Authorization: Basic YW5uOg==\r\nContent-Length: 12\r\n\r\n"
                        + "1\n2\n3\n4\n5\n6\n"
                )
                let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(text.contains(head == 6 ? "input_ended" : #""reason":"limit""#), "\(text)")
            }
            #expect(server.services.store.head == head)
        }
    }

    private func waitForStreams(_ count: Int, _ server: TestServer) async {
        await until { await server.streamCount() == count }
    }

    @Test("The head keeps proxies from buffering, and the first bytes come at once")
    func head() async throws {
        try await TestServer.asking { _, connection in
            try await connection.send(
                .GET,
                "/rooms/a/stream",
                headers: [("Accept", "text/event-stream")]
            )
            let head = try await connection.head()
            #expect(head.headers["Content-Type"] == ["text/event-stream"])
            #expect(head.headers["Cache-Control"] == ["no-store, no-transform"])
            #expect(head.headers["X-Accel-Buffering"] == ["no"])
            #expect(head.headers["X-Content-Type-Options"] == ["nosniff"])
            #expect(head.headers["Vary"] == ["Accept", "Authorization"])
            let first = String(decoding: try await connection.piece() ?? [], as: UTF8.self)
            #expect(first.hasPrefix("retry: 2000\nevent: open\ndata: {"))
        }
    }

    @Test(
        "The opening names a heartbeat where one will come",
        arguments: [
            ("format=text", "", nil), ("format=text&heartbeat=7", "", 7),
            ("format=text", "Via: 1.1 proxy\r\n", 20), ("format=ndjson", "", 20),
            ("format=sse&heartbeat=7", "", 7), ("format=csv", "", 20),
        ]
    )
    func heartbeat(query: String, field: String, seconds: Int?) async throws {
        try await TestServer.wired { _, client in
            let path = "/rooms/a/stream?timeout=1ms&\(query)"
            try await client.send("GET \(path) HTTP/1.0\r\nHost: test\r\n\(field)\r\n")
            let text = String(decoding: try await client.readToEnd(), as: UTF8.self)
            let named = text.firstMatch(of: /heartbeat\W+(\d+)/).flatMap { Int($0.output.1) }
            #expect(text.contains("bye") && named == seconds, "\(text)")
        }
    }

    @Test("Streams of one loop become live each in the words of their format")
    func live() async throws {
        try await TestServer.run { server in
            for format in Format.allCases + Format.allCases {
                let encoder = EventEncoder(
                    format: format,
                    namesRooms: false,
                    forSpreadsheets: false
                )
                var live: [UInt8] = []
                encoder.append(.control(.live), to: &live)
                let expected = live
                try await TestConnection.open(server) { connection in
                    try await connection.send(
                        .GET,
                        "/rooms/a/stream?format=\(format.rawValue)&tail=0"
                    )
                    _ = try await connection.head()
                    var body: [UInt8] = []
                    while !body.suffix(expected.count).elementsEqual(expected) {
                        body += try #require(try await connection.piece())
                        try #require(body.count < 4096)
                    }
                }
            }
        }
    }

    @Test("Clients that vanish, half-close or are cut free their streams, and nobody notices")
    func vanishing() async throws {
        try await TestServer.run { server in
            try await TestConnection.open(server) { stays in
                let reader = try await EventReader.open(stays, "/rooms/a/stream", format: .ndjson)
                for round in 0..<30 {
                    try await TestConnection.open(server) { leaves in
                        _ = try await EventReader.open(leaves, "/rooms/a/stream", format: .sse)
                        await waitForStreams(2, server)
                        if round % 3 == 0 { try await leaves.channel.close(mode: .output).get() }
                        if round % 3 == 1 { try await leaves.reset() }
                    }
                    await waitForStreams(1, server)
                }
                try await server.say("still here")
                guard case .message(let message) = try await reader.nextDurable().content else {
                    Issue.record("not a message")
                    return
                }
                #expect(message.text == "still here")
            }
            await waitForStreams(0, server)
        }
    }

    @Test("Readers that stop cost bounded memory, delay no one, and then get everything")
    func stopping() async throws {
        try await TestServer.run {
            $0.ringBytes = 64 * 1024
        } _: { server in
            let count = 400
            try await withStoppedReaders(3, of: server) { stopped in
                try await TestConnection.open(server) { quick in
                    let reader = try await EventReader.open(
                        quick,
                        "/rooms/a/stream",
                        format: .ndjson
                    )
                    await waitForStreams(4, server)
                    try await TestConnection.open(server) { poster in
                        for number in 1...count {
                            try await poster.post(Self.longText(number))
                            #expect(try await reader.nextDurable().seq == Int64(number))
                        }
                    }
                }
                let waiting = await server.largestBacklog()
                #expect((1...Self.backlogLimit).contains(waiting), "\(waiting) bytes wait")
                let kernel = try KernelQueue.largest(port: server.port)
                #expect((1...Self.kernelLimit).contains(kernel), "the kernel keeps \(kernel) bytes")
                for (connection, reader) in stopped {
                    try await connection.channel.setOption(.autoRead, value: true).get()
                    connection.channel.read()
                    for number in 1...count {
                        let event = try await reader.nextDurable()
                        #expect(event.seq == Int64(number))
                        guard case .message(let message) = event.content else { continue }
                        #expect(message.text == Self.longText(number))
                    }
                }
            }
        }
    }

    /// What the channel's high-water mark leaves, and a message of the largest size.
    private static let backlogLimit = 64 * 1024 + 16 * 1024

    /// What the kernel takes unsent, a window of the client's, and what its own bookkeeping rounds.
    private static let kernelLimit = 512 * 1024

    /// A message of the largest size that says its number.
    private static func longText(_ number: Int) -> String {
        "\(number) ".padding(toLength: 16 * 1024, withPad: "x", startingAt: 0)
    }

    /// Opens streams that are read up to their beginning, and no further.
    private func withStoppedReaders(
        _ count: Int,
        of server: TestServer,
        _ opened: [(TestConnection, EventReader)] = [],
        _ body: ([(TestConnection, EventReader)]) async throws -> Void
    ) async throws {
        guard opened.count < count else { return try await body(opened) }
        try await TestConnection.open(server) { connection in
            let reader = try await EventReader.open(connection, "/rooms/a/stream", format: .ndjson)
            await waitForStreams(opened.count + 1, server)
            try await connection.channel.setOption(.autoRead, value: false).get()
            try await withStoppedReaders(count, of: server, opened + [(connection, reader)], body)
        }
    }

    @Test("A server that stops says bye with a cursor to every stream, and ends")
    func stopped() async throws {
        try await TestServer.asking { server, connection in
            let reader = try await EventReader.open(connection, "/rooms/a/stream", format: .ndjson)
            try await server.say("last words")
            #expect(try await reader.nextDurable().seq == 1)
            await server.stop()
            let end = try await reader.first { $0.typeName == "bye" }
            guard case .control(.bye(let bye)) = end else { return }
            #expect(bye.reason == "shutdown" && bye.reconnect && bye.cursor.position == 1)
            #expect(try await reader.next() == nil, "a proper end")
        }
    }

    // Seen as running F12: nginx cut a quiet stream of text after a minute.
    @Test(
        "A quiet stream of text is not silent for a proxy",
        arguments: ["Via", "X-Forwarded-For"]
    )
    func textBehindProxy(field: String) async throws {
        try await TestServer.wired(adjust: { $0.heartbeatSeconds = 1 }) { _, client in
            try await client.send(
                "GET /rooms/a/stream HTTP/1.1\r\nHost: localhost\r\n\(field): 192.0.2.1\r\n\r\n"
            )
            _ = try await client.read(through: " ping ")
        }
    }

    // Seen as S2: a two-way stream whose client read nothing filled the memory with answers to bad
    // lines.
    @Test("A client that sends bad lines and reads none of the answers is read no further")
    func unreadAnswers() async throws {
        let lines = 5000
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port, kernelBytes: 8192) { client in
                try await client.send(
                    "PUT /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: localhost\r\n"
                        + "Authorization: Basic YW5uOg==\r\nContent-Length: \(lines * 2)\r\n\r\n"
                )
                // No UTF-8, so each line has an answer of some hundred bytes.
                try await client.send([UInt8](repeating: 0xff, count: lines * 2).indexedLines)
                _ = try await client.head()
                // Others are answered meanwhile, and enough of them for all lines to be read.
                for _ in 0..<100 {
                    try await TestConnection.open(server) { other in
                        _ = try await other.ask(.GET, "/healthz")
                    }
                    #expect(await server.largestBacklog() < 256 * 1024)
                }
                let rest = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(rest.components(between: #""code":"not_utf8""#).count - 1 == lines)
                #expect(rest.contains("input_ended"))
            }
        }
    }
}

extension [UInt8] {
    /// The bytes with each second one a line break.
    fileprivate var indexedLines: [UInt8] {
        enumerated().map { $0.offset.isMultiple(of: 2) ? $0.element : UInt8(ascii: "\n") }
    }
}
