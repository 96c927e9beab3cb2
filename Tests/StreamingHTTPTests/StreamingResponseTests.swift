import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle
import StreamingHTTP
import Synchronization
import TestConnections
import Testing

@Suite("A response that is written while it is sent", .timeLimit(.minutes(10)))
struct StreamingResponseTests {
    @Test("Each piece goes out when it is written, not at the end")
    func arrives() async throws {
        let second = Signal()
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse(contentType: "text/plain") { out in
                    try await out.write("one\n")
                    await second.wait()
                    try await out.write("two\n")
                }
            }
        } client: { wire in
            try await wire.get("/a", "Connection: close")
            let head = try await wire.read(through: "\r\n\r\n").lowercased()
            #expect(head.contains("cache-control: no-store, no-transform\r\n"))
            #expect(head.contains("x-accel-buffering: no\r\n"))
            #expect(head.contains("x-content-type-options: nosniff\r\n"))
            #expect(try await wire.read(through: "one\n\r\n") == "4\r\none\n\r\n")
            second.fire()
            #expect(await wire.readUntilGone() == "4\r\ntwo\n\r\n0\r\n\r\n")
        }
    }

    @Test("A generator that sleeps is cancelled when the client goes, and cleans up")
    func cancelled() async throws {
        let cleaned = Signal()
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse(contentType: "text/plain") { out in
                    defer { cleaned.fire() }
                    try await out.write("here\n")
                    await Signal().wait()
                    try Task.checkCancellation()
                }
            }
        } _: { port, _ in
            try await RawConnection.open(port: port) { wire in
                try await wire.get("/a", "Connection: close")
                _ = try await wire.read(through: "here\n")
                try await wire.leave()
            }
            await cleaned.wait()
        }
    }

    @Test("A reader that takes nothing suspends the generator, and is cut off at the deadline")
    func stalled() async throws {
        let written = Mutex(0)
        let cleaned = Signal()
        let chunk = ByteBuffer(repeating: 97, count: 65_536)
        let options = StreamOptions(deadline: .milliseconds(400))
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse(contentType: "text/plain", options: options) { out in
                    defer { cleaned.fire() }
                    while true {
                        try await out.write(chunk)
                        written.withLock { $0 += chunk.readableBytes }
                    }
                }
            }
        } client: { wire in
            try await wire.get("/a", "Connection: close")
            _ = try await wire.read(through: "\r\n\r\n")
            await cleaned.wait()
        }
        // What the kernel's own buffers take on loopback, and no more.
        #expect(written.withLock { $0 } < 64 * 1_024 * 1_024)
    }

    @Test("An error in mid-stream cuts the body off where the format cannot tell it")
    func cut() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse.lines { out in
                    try await out.line("one")
                    throw StreamFailure(code: "a", message: "b")
                }
            }
        } client: { wire in
            try await wire.get("/a", "Connection: close")
            #expect(!(await wire.readUntilGone()).hasSuffix("0\r\n\r\n"))
        }
    }

    @Test(
        "An error in mid-stream is the last record where the format has one",
        arguments: [
            ("/events", "event: error\ndata: {\"code\":\"a\",\"message\":\"b\\n\"}\n\n"),
            ("/rows", "{\"type\":\"error\",\"code\":\"a\",\"message\":\"b\\n\"}\n"),
        ]
    )
    func told(path: String, record: String) async throws {
        let failure = StreamFailure(code: "a", message: "b\n")
        try await LiveServer.serving { router in
            router.get("events") { _, _ in StreamingResponse.events { _ in throw failure } }
            router.get("rows") { _, _ in StreamingResponse.rows { _ in throw failure } }
        } client: { wire in
            try await wire.get(path, "Connection: close")
            #expect(await wire.readUntilGone().hasSuffix(record + "\r\n0\r\n\r\n"))
        }
    }

    @Test("A silent stream of events is kept alive by comments")
    func heartbeat() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse.events(options: StreamOptions(heartbeat: .milliseconds(20))) {
                    _ in await Signal().wait()
                }
            }
        } client: { wire in
            try await wire.get("/a", "Connection: close")
            _ = try await wire.read(through: ":\n\n")
            // On a busy machine two of them may come as one piece.
            for _ in 1...2 {
                let text = try await wire.read(through: ":\n\n")
                #expect(!text.dropLast(3).contains { $0.isLetter && !$0.isHexDigit }, "\(text)")
            }
        }
    }

    @Test("A server that stops says farewell and ends the stream properly")
    func farewell() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse.events { events in
                    try await events.send("here")
                    await Signal().wait()
                }
            }
        } _: { port, group in
            try await RawConnection.open(port: port) { wire in
                try await wire.get("/a", "Connection: close")
                _ = try await wire.read(through: "data: here\n\n\r\n")
                await group.triggerGracefulShutdown()
                let rest = await wire.readUntilGone()
                #expect(rest.contains("event: bye\ndata: {\"reason\":\"shutdown\"}\n\n"))
                #expect(rest.hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }

    @Test("A stream without a farewell that does not end is cut off when the server stops")
    func stopped() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse.lines(options: StreamOptions(shutdown: .milliseconds(50))) {
                    try await $0.line("here")
                    await Signal().wait()
                }
            }
        } _: { port, group in
            try await RawConnection.open(port: port) { wire in
                try await wire.get("/a", "Connection: close")
                _ = try await wire.read(through: "here\n\r\n")
                await group.triggerGracefulShutdown()
                #expect(await wire.readUntilGone() == "")
            }
        }
    }

    @Test("Trailers follow the last chunk; a field that may not follow is refused")
    func trailers() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in
                StreamingResponse(contentType: "text/plain") { out in
                    try await out.write("a")
                    out.setTrailer(.eTag, "\"b\"")
                    #expect(!out.setTrailer(.contentLength, "1"))
                    #expect(!out.setTrailer(.location, "/"))
                }
            }
        } client: { wire in
            try await wire.get("/a", "Connection: close")
            let rest = await wire.readUntilGone().lowercased()
            #expect(rest.hasSuffix("1\r\na\r\n0\r\netag: \"b\"\r\n\r\n"))
        }
    }

    @Test("An upload is answered piece by piece while it is still uploaded")
    func upload() async throws {
        try await LiveServer.serving { router in
            router.post("a") { _, _ in
                StreamingResponse(.lines) { out, upload in
                    for try await piece in upload {
                        try await LineWriter(out: out).line(String(buffer: piece))
                    }
                }
            }
        } client: { wire in
            try await wire.send("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\none")
            _ = try await wire.read(through: "one\n\r\n")
            try await wire.send("two")
            #expect(await wire.readUntilGone() == "4\r\ntwo\n\r\n0\r\n\r\n")
        }
    }

    @Test("An upload that nobody reads does not hold the response's end")
    func unreadUpload() async throws {
        try await LiveServer.serving { router in
            router.post("a") { _, _ in StreamingResponse.lines { try await $0.line("done") } }
        } client: { wire in
            let body = String(repeating: "a", count: 2_000_000)
            let head = "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2000000\r\n\r\n"
            try await wire.send(head + body)
            #expect(try await wire.read(through: "0\r\n\r\n").contains("done\n"))
        }
    }

    @Test("A response keeps its connection; one that reads an upload says that it closes it")
    func keptConnection() async throws {
        try await LiveServer.serving { router in
            router.get("a") { _, _ in StreamingResponse(contentType: "text/plain", ["one\n"]) }
            router.get("b") { _, _ in
                StreamingResponse(.lines) { out, _ in try await out.write("two\n") }
            }
        } client: { wire in
            for _ in 1...3 {
                try await wire.send("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
                let answer = try await wire.read(through: "0\r\n\r\n")
                #expect(answer.contains("one\n") && !answer.lowercased().contains("close"))
            }
            try await wire.send("GET /b HTTP/1.1\r\nHost: a\r\n\r\n")
            let last = try await wire.read(through: "0\r\n\r\n").lowercased()
            #expect(last.contains("connection: close\r\n"))
            #expect(await wire.readUntilGone().isEmpty)
        }
    }

    @Test("A table and a sequence come whole to who half-closes", arguments: ["a", "b"])
    func halfClosed(path: String) async throws {
        try await LiveServer.serving(by: try .streaming()) { router in
            router.get("a") { _, _ in
                StreamingResponse(contentType: "text/plain", (1...50_000).map { "\($0)\n" })
            }
            router.get("b") { _, _ in
                StreamingResponse.csv(columns: ["id"], status: .accepted) { table in
                    for id in 1...50_000 { try await table.row(["\(id)"]) }
                }
            }
        } client: { wire in
            try await wire.get("/\(path)", "Connection: close")
            wire.halfClose()
            let answer = await wire.readUntilGone()
            #expect(answer.hasPrefix("HTTP/1.1 \(path == "b" ? 202 : 200)"))
            #expect(answer.contains("50000") && answer.hasSuffix("\r\n0\r\n\r\n"))
        }
    }

    @Test("A sequence and a context without the channel make a stream too")
    func plainContext() async throws {
        let router = Router()
        router.get("a") { _, _ in
            StreamingResponse(contentType: "text/plain", (1...3).map { "\($0)" })
        }
        try await LiveServer.serve(router) { port, _ in
            try await RawConnection.open(port: port) { wire in
                try await wire.get("/a", "Connection: close")
                let rest = await wire.readUntilGone()
                #expect(rest.filter { "123".contains($0) }.contains("3"))
                #expect(rest.hasSuffix("\r\n0\r\n\r\n"))
            }
        }
    }
}
