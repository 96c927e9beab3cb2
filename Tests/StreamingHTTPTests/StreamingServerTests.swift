import Hummingbird
import HummingbirdCore
import NIOCore
import ServiceLifecycle
import StreamingHTTP
import TestConnections
import Testing

/// An application of the framework's over the library's connections.
@Suite(.timeLimit(.minutes(10)))
struct StreamingServerTests {
    @Test("A client of HTTP/1.0 gets no chunks, and the end of the body is the connection's")
    func oldClient() async throws {
        try await LiveServer.serving(by: try .streaming()) { router in
            router.get("a") { _, _ in StreamingResponse.lines { try await $0.line("one") } }
        } client: { wire in
            try await wire.send("GET /a HTTP/1.0\r\n\r\n")
            let head = try await wire.head()
            #expect(head.status == 200 && head.fields["transfer-encoding"] == nil)
            #expect(head.fields["connection"] == "close")
            let body = try await wire.readToEnd()
            #expect(String(decoding: body, as: UTF8.self) == "one\n")
        }
    }

    @Test("A body that is cut off ends in an error for a client of HTTP/1.0")
    func cutOff() async throws {
        let heard = Signal()
        try await LiveServer.serving(by: try .streaming()) { router in
            router.get("a") { _, _ in
                StreamingResponse.lines { out in
                    try await out.line("one")
                    await heard.wait()
                    throw StreamFailure(code: "a", message: "b")
                }
            }
        } client: { wire in
            try await wire.send("GET /a HTTP/1.0\r\n\r\n")
            _ = try await wire.read(through: "one\n")
            heard.fire()
            var end: (any Error)?
            do { _ = try await wire.readToEnd() } catch { end = error }
            #expect(end is IOError)
        }
    }

    @Test("A client of HTTP/1.1 gets chunks, and its connection goes on; an upload is answered")
    func newClient() async throws {
        try await LiveServer.serving(by: try .streaming()) { router in
            router.get("a") { _, _ in StreamingResponse.lines { try await $0.line("one") } }
            router.put("b") { _, _ in
                StreamingResponse(.lines) { out, upload in
                    for try await piece in upload {
                        try await LineWriter(out: out).line(String(buffer: piece))
                    }
                }
            }
        } client: { wire in
            for _ in 1...2 {
                try await wire.get("/a")
                let answer = try await wire.wholeAnswer()
                #expect(answer.status == 200 && answer.body == "one\n")
            }
            try await wire.send("PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\none")
            _ = try await wire.read(through: "one\n\r\n")
            try await wire.send("two")
            #expect(await wire.readUntilGone() == "4\r\ntwo\n\r\n0\r\n\r\n")
        }
    }

    @Test("A server that stops says farewell over the library's connections too")
    func farewell() async throws {
        try await LiveServer.serving(by: try .streaming()) { router in
            router.get("a") { _, _ in
                StreamingResponse.events { events in
                    try await events.send("here")
                    await Signal().wait()
                }
            }
        } _: { port, group in
            try await RawConnection.open(port: port) { wire in
                try await wire.get("/a")
                _ = try await wire.read(through: "data: here\n\n\r\n")
                await group.triggerGracefulShutdown()
                let rest = await wire.readUntilGone()
                #expect(rest.contains("event: bye\ndata: {\"reason\":\"shutdown\"}\n\n"))
                #expect(rest.hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }
}
