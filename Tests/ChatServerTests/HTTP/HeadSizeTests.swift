import ChatProtocol
import HTTPTypes
import Hummingbird
import NIOCore
import TestConnections
import Testing

@testable import ChatServer

/// Heads that are as long as they may be, and longer.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HeadSizeTests {
    @Test("A head that is too long is told the limit, its value and its setting", arguments: 0...3)
    func tooLong(place: Int) async throws {
        try await TestServer.run(adjust: { $0.headBytes = 2048 }) { server in
            let long = String(repeating: "a", count: 2049)
            let many = (1...300).map { "X-\($0): aaaa" }.joined(separator: "\r\n")
            let lines = [
                "GET /healthz?\(long) HTTP/1.1\r\nHost: localhost",
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: \(long)",
                "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\(long): x",
                "POST /rooms/a/messages HTTP/1.0\r\n\(many)",
            ][place]
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n\(lines)\r\n\r\n"
                )
                #expect(try await client.answer().status == 200)
                let answer = try await client.answer()
                #expect(answer.status == 400 && answer.fields["connection"] == "close")
                for part in [
                    #""code":"bad_head""#, #""limit":2048,"value":2049,"configKey":"head-limit""#,
                ] { #expect(answer.body.contains(part), "\(answer)") }
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test("A head of too many fields is told how many, and no setting", arguments: ["1.0", "1.1"])
    func tooManyFields(version: String) async throws {
        let lines = ["Host: localhost"] + (1...300).map { "X-\($0): y" }
        let heads = [256, 301].map { count in
            "GET /healthz HTTP/\(version)\r\n"
                + lines.prefix(count).joined(separator: "\r\n") + "\r\n\r\n"
        }
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(heads[0])
                #expect(try await client.answer().status == 200)
            }
            try await RawConnection.open(port: server.port) { client in
                try await client.send(heads[1])
                let answer = try await client.answer()
                #expect(answer.status == 400 && answer.fields["connection"] == "close")
                #expect(answer.body.contains(#""limit":256,"value":301"#), "\(answer)")
                #expect(!answer.body.contains("configKey"), "\(answer)")
                #expect(try await client.readToEnd().isEmpty)
            }
        }
    }

    @Test("A head that is no HTTP has no limit")
    func garbage() async throws {
        try await TestServer.wired { _, client in
            try await client.send("nonsense\r\n\r\n")
            let answer = try await client.answer()
            #expect(answer.status == 400 && answer.body.contains(#""code":"bad_head""#))
            #expect(!answer.body.contains(#""limit""#), "\(answer)")
        }
    }

    private let size = HeadSize(limit: 100)

    /// A request of HTTP/2 with so many bytes in its head, in as many fields as told.
    private func request(bytes: Int, fields: Int) -> Request {
        // The authority counts as a field of HTTP/1: `host`.
        var head = HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/")
        for index in 1..<fields {
            guard let name = HTTPField.Name("x\(index)") else { continue }
            head.headerFields.append(HTTPField(name: name, value: ""))
        }
        let used = head.headerFields.reduce(6) { $0 + $1.name.rawName.utf8.count }
        head.path? += String(repeating: "b", count: max(0, bytes - used))
        return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
    }

    @Test("A head of HTTP/2 is counted as one of HTTP/1")
    func counted() throws {
        try size.check(request(bytes: 100, fields: 1))
        try size.check(request(bytes: 100, fields: 5))
        let problem = #expect(throws: Problem.self) {
            try size.check(request(bytes: 101, fields: 5))
        }
        #expect(problem?.code == "bad_head" && problem?.configKey == "head-limit")
        #expect(problem?.limit == 100 && problem?.value == 101)
        let large = HeadSize(limit: 1 << 20)
        try large.check(request(bytes: 5000, fields: HeadSize.fieldLimit))
        let many = #expect(throws: Problem.self) {
            try large.check(request(bytes: 5000, fields: HeadSize.fieldLimit + 1))
        }
        #expect(many?.limit == 256 && many?.value == 257 && many?.configKey == nil)
    }
}
