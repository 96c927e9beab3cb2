import HTTPTypes
import Hummingbird
import HummingbirdCore
import StreamingHTTP
import TestConnections
import Testing

@Suite(.timeLimit(.minutes(10)))
struct HeadResponderTests {
    @Test("HEAD tells a body's length, and of a stream none", arguments: [true, false])
    func lengths(isOwn: Bool) async throws {
        let kind = isOwn ? try HTTPServerBuilder.streaming() : HTTPServerBuilder.http1()
        // The framework's own connections cannot leave it out.
        let lengths: [(path: String, length: String?)] = [
            ("/stream", isOwn ? nil : "0"), ("/text", "4"), ("/empty", "0"), ("/own", "7"),
        ]
        try await LiveServer.serve(Self.responder, by: kind) { port, _ in
            try await RawConnection.open(port: port) { wire in
                for (path, length) in lengths {
                    try await wire.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                    let head = try await wire.head()
                    #expect(head.status == 200, "\(path)")
                    #expect(head.fields["content-length"] == length, "\(path)")
                    #expect(head.fields["transfer-encoding"] == nil, "\(path)")
                }
                // What came behind a head would be taken for the next answer's.
                try await wire.get("/text", "Connection: close")
                let answer = try await wire.wholeAnswer()
                #expect(answer.status == 200 && answer.body == "four")
            }
        }
    }

    @Test("HEAD of what is not there, and of what GET is refused, is refused")
    func refused() async throws {
        try await LiveServer.serve(Self.responder, by: try .streaming()) { port, _ in
            try await RawConnection.open(port: port) { wire in
                for (path, status) in [("/nothing", 404), ("/post", 404), ("/refused", 409)] {
                    try await wire.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try await wire.head().status == status, "\(path)")
                }
            }
        }
    }

    private static var responder: HeadResponder<RouterResponder<BasicStreamingContext>> {
        let router = Router(context: BasicStreamingContext.self)
        router.get("stream") { _, _ in
            StreamingResponse.lines { _ in Issue.record("a stream has begun") }
        }
        router.get("text") { _, _ in "four" }
        router.get("empty") { _, _ in Response(status: .ok) }
        router.get("own") { _, _ in Response(status: .ok, headers: [.contentLength: "7"]) }
        router.post("post") { _, _ in "made" }
        router.get("refused") { _, _ -> Response in throw HTTPError(.conflict, message: "no") }
        return HeadResponder(router.buildResponder())
    }
}
