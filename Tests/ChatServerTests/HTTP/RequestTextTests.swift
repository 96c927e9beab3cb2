import ChatStore
import HTTPTypes
import Hummingbird
import NIOCore
import TestConnections
import Testing

@testable import ChatServer

/// What a request says in bytes that are no text, or in codings that nobody takes off.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct RequestTextTests {
    @Test(
        "A query is decoded as a form's: what is no escape stands for itself",
        arguments: [
            ("a+b", "a b"), ("a%20b", "a b"), ("%C3%A9", "é"), ("100%", "100%"), ("%zz", "%zz"),
            ("%+1", "% 1"), ("%-1", "%-1"), ("%4", "%4"), ("%2541", "%41"), ("", ""), ("%00", "\0"),
            ("50%25+caf%C3%A9", "50% café"),
        ]
    )
    func decoded(text: String, value: String) {
        #expect(FormText(text)?.value == value)
    }

    @Test("Parameters are read by their bytes: the first of a name counts, and none needs a value")
    func parameters() throws {
        let head = HTTPRequest(
            method: .get,
            scheme: nil,
            authority: nil,
            path: "/s?a=1&&b=%41+%42&a=2&c&=x&d==e=&match=caf\u{e9}&u=\u{301}&f=%26"
        )
        let parameters = QueryParameters(
            Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        )
        let read = ["a", "b", "c", "d", "match", "u", "f"].map { parameters[$0] }
        #expect(read == ["1", "A B", nil, "=e=", "caf\u{e9}", "\u{301}", "&"])
    }

    @Test(
        "Bytes that are no UTF-8 are no query",
        arguments: ["%ff", "%c0%af", "%ed%a0%80", "%f4%90%80%80", "a=%C3", "%80", "x=a&%fe=1"]
    )
    func notUTF8(query: String) async throws {
        #expect(FormText(query) == nil)
        try await TestServer.run { server in
            for (method, path) in [
                ("GET", "/rooms/a/messages"), ("GET", "/rooms/a/stream"), ("GET", "/search"),
                ("POST", "/rooms/a/messages"), ("GET", "/healthz"),
            ] {
                for odd in ["", "Upgrade: odd\r\n"] {
                    let answer = try await ask(
                        server,
                        "\(method) \(path)?match=\(query) HTTP/1.1\r\nHost: localhost\r\n\(odd)"
                            + "Content-Length: 0\r\n\r\n"
                    )
                    #expect(answer.status == 400, "\(method) \(path) \(odd)")
                    #expect(answer.body.contains(#""code":"bad_parameter""#))
                }
            }
        }
    }

    @Test(
        "A body under another coding than chunks is refused: its bytes would be taken for the text",
        arguments: ["gzip, chunked", "deflate, chunked", "x-gzip,chunked", "identity, chunked"]
    )
    func coded(codings: String) async throws {
        try await TestServer.run { server in
            for (method, path) in [
                ("POST", "/rooms/a/messages"), ("PUT", "/rooms/a/files/x"),
                ("PUT", "/rooms/a/stream"),
            ] {
                let answer = try await ask(
                    server,
                    "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n"
                        + "Transfer-Encoding: \(codings)\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                )
                #expect(answer.status == 415, "\(method) \(path): \(answer)")
                #expect(answer.body.contains(#""code":"unsupported_encoding""#))
                #expect(answer.fields["connection"] == "close")
            }
            #expect(server.services.store.head == 0)
        }
    }

    private func ask(_ server: TestServer, _ request: String) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            return try await client.answer()
        }
    }
}
