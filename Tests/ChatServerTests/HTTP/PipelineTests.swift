import ChatProtocol
import ChatStore
import NIOCore
import TestConnections
import TestTools
import Testing

@testable import ChatServer

/// Requests that do not wait for the answers to those before them, over a real socket.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PipelineTests {
    private static let ann = "Authorization: Basic YW5uOg==\r\n"

    private func post(_ text: String, key: String? = nil) -> String {
        let key = key.map { "Idempotency-Key: \($0)\r\n" } ?? ""
        return RawConnection.post("/rooms/a/messages", text, fields: Self.ann + key)
    }

    private func message(_ answer: RawConnection.Answer) throws -> (seq: Int64, text: String) {
        guard case .durable(let event) = try Event(json: Array(answer.body.utf8)),
            case .message(let message) = event.content
        else { throw TestConnection.Ended() }
        return (event.seq, message.text)
    }

    @Test("64 posts in one write are answered in order, and one with a known key gets its event")
    func keys() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(post("first"))
                try #require(try await client.answer().status == 201)
                try await client.send(
                    (0..<64).map { post("text \($0 % 32)", key: "key-\($0 % 32)") }.joined()
                )
                for number in 0..<64 {
                    let answer = try await client.answer()
                    let isFirst = number < 32
                    #expect(answer.status == (isFirst ? 201 : 200))
                    let message = try message(answer)
                    #expect(message.text == "text \(number % 32)")
                    #expect(message.seq == Int64(number % 32 + 2))
                }
            }
            #expect(server.services.store.head == 33)
        }
    }

    @Test("What is the router's waits for the posts before it, and so do the posts behind it")
    func mixed() async throws {
        try await TestServer.wired { _, client in
            try await client.send(post("1"))
            try #require(try await client.answer().status == 201)
            let health = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
            try await client.send(post("2") + post("3") + health + post("4") + health)
            #expect(try message(try await client.answer()).text == "2")
            #expect(try message(try await client.answer()).text == "3")
            #expect(try await client.answer().status == 200)
            #expect(try message(try await client.answer()).text == "4")
            #expect(try await client.answer().status == 200)
        }
    }

    @Test("Posts that come behind a request of the router's are committed together all the same")
    func together() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
                try #require(try await client.answer().status == 200)
                try await client.send((1...64).map { post("\($0)") }.joined())
                for number in 1...64 {
                    #expect(try message(try await client.answer()).text == "\(number)")
                }
            }
            #expect(server.services.sampler.tally.counts.commits < 32)
        }
    }

    @Test("A stream asked for behind posts begins when they are answered, and has the next ones")
    func streamBehindPosts() async throws {
        try await TestServer.wired { server, client in
            try await client.send(post("1"))
            try #require(try await client.answer().status == 201)
            try await client.send(
                post("2") + "GET /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            #expect(try message(try await client.answer()).text == "2")
            #expect(try await client.head().fields["transfer-encoding"] == "chunked")
            _ = try await client.read(through: #"{"type":"live"}"#)
            try await RawConnection.open(port: server.port) { other in
                try await other.send(post("3"))
                _ = try await other.answer()
            }
            _ = try await client.read(through: #""text":"3""#)
        }
    }

    @Test(
        "A client that posts on and takes no answers is slowed, and then gets all of them in order"
    )
    func answersNotTaken() async throws {
        let count = 2000
        let text = String(repeating: "x", count: 8000)
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
                try await client.send(post("first"))
                try #require(try await client.answer().status == 201)
                // Not waited for: the server does not read all of it now.
                for number in 0..<count {
                    client.channel.writeAndFlush(
                        ByteBuffer(string: post("\(number) \(text)")),
                        promise: nil
                    )
                }
                await until { server.services.store.head >= 200 }
                for number in 0..<count {
                    let answer = try message(try await client.answer())
                    guard answer.text.hasPrefix("\(number) ") else {
                        Issue.record("\(number) is answered with \(answer.text.prefix(9))")
                        return
                    }
                }
            }
            #expect(server.services.store.head == Int64(count + 1))
        }
    }
}
