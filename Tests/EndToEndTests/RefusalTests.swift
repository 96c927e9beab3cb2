import Foundation
import Testing

/// Bad input: each a clear error, and nothing posted.
@Suite(.timeLimit(.minutes(10))) struct RefusalTests {
    /// A request that is refused.
    struct Case: CustomTestStringConvertible, Sendable {
        let path: String
        let options: [String]
        let status: Int
        let code: String
        var testDescription: String { "\(options.joined(separator: " ")) \(path)" }

        init(_ path: String, _ options: [String] = [], _ status: Int, _ code: String) {
            (self.path, self.options, self.status, self.code) = (path, options, status, code)
        }
    }

    static let long = String(repeating: "a", count: 65)
    static let post = "/rooms/general/messages"
    static let cases = [
        Case("/rooms/a%20b/messages", ["-d", "x"], 400, "bad_name"),
        Case("/rooms/-a/messages", ["-d", "x"], 400, "bad_name"),
        Case("/rooms/\(long)/messages", ["-d", "x"], 400, "bad_name"),
        Case("/rooms/%ff/stream", [], 400, "bad_name"),
        Case("/rooms/a%0ab/stream", [], 400, "bad_name"),
        Case("/stream?rooms=red,b%20d", [], 400, "bad_name"),
        Case(post, ["-u", "no spaces:", "-d", "x"], 401, "bad_credentials"),
        Case(post, ["-u", "\(long):", "-d", "x"], 401, "bad_credentials"),
        Case(post, ["-u", ":", "-d", "x"], 401, "bad_credentials"),
        Case(post, ["-u", "alice:secret", "-d", "x"], 401, "bad_credentials"),
        Case(post, ["-H", "Authorization: Bearer abc", "-d", "x"], 401, "bad_credentials"),
        Case("/rooms/general/stream", ["-u", "a:b"], 401, "bad_credentials"),
        Case(post, ["-d", ""], 400, "empty_message"),
        Case(post, ["-d", " \t "], 400, "empty_message"),
        Case(post, ["--json", "{}"], 400, "bad_body"),
        Case(post, ["--json", #"{"text":"#], 400, "bad_body"),
        Case(post, ["--json", #"{"text":"x",}"#], 400, "bad_body"),
        Case(post, ["--json", #"{"text":"x"} {}"#], 400, "bad_body"),
        Case(post, ["--json", #"{"text":"x","replyTo":"1"}"#], 400, "bad_body"),
        Case(post, ["--json", #"{"text":"x","replyTo":1.5}"#], 400, "bad_parameter"),
        Case("/rooms/b", ["-u", "a:", "-X", "PUT", "--json", #"{"topic":"",}"#], 400, "bad_body"),
        Case(post, ["--json", #"{"text":""}"#], 400, "empty_message"),
        Case(post, ["--json", #"{"text":"x","kind":"shout"}"#], 400, "bad_body"),
        Case(post, ["-H", "Idempotency-Key: \(long)", "-d", "x"], 400, "bad_key"),
        Case(post, ["-H", "Idempotency-Key: a b", "-d", "x"], 400, "bad_key"),
        Case("/rooms/general/stream?format=xml", [], 406, "unknown_format"),
        Case("/rooms/general/stream", ["-H", "Accept: image/png"], 406, "unknown_format"),
        Case("/rooms/general/events?format=yaml", [], 406, "unknown_format"),
        Case("/rooms/general/stream?since=garbage!", [], 400, "bad_cursor"),
        Case("/rooms/general/stream?since=k3f9.x", [], 400, "bad_cursor"),
        Case("/rooms/general/stream?since=-5m", [], 400, "bad_cursor"),
        Case("/rooms/general/stream", ["-H", "Last-Event-ID: ###"], 400, "bad_cursor"),
        Case("/rooms/general/stream?since=zzzz.5&on_gap=fail", [], 410, "cursor_gone"),
        Case("/rooms/general/stream?on_gap=maybe", [], 400, "bad_parameter"),
        Case("/rooms/general/stream?tail=-1", [], 400, "bad_parameter"),
        Case("/rooms/general/stream?limit=0", [], 400, "bad_parameter"),
        Case("/rooms/general/stream?heartbeat=4", [], 400, "bad_parameter"),
        Case("/rooms/general/stream?timeout=soon", [], 400, "bad_parameter"),
        Case("/rooms/general/stream?types=rumour", [], 400, "bad_parameter"),
        Case("/rooms/general/messages?limit=501", [], 400, "bad_parameter"),
        Case("/rooms/nowhere/messages", [], 404, "room_not_found"),
        Case("/rooms/general/messages/99", [], 404, "message_not_found"),
        Case("/nowhere", [], 404, "not_found"),
        Case(post, ["-X", "DELETE"], 405, "method_not_allowed"),
        Case("/healthz", ["-d", "x"], 405, "method_not_allowed"),
        Case("/rooms", ["-X", "PATCH"], 405, "method_not_allowed"),
    ]

    @Test("Every bad request is refused in the contract's words, and posts nothing")
    func refused() async throws {
        let server = try await ServerProcess()
        try await server.post("the only one")
        for bad in Self.cases {
            let curl = try Subprocess(
                ["curl", "-qsSi", "--max-time", "240"] + bad.options + [server.url(bad.path)]
            )
            let text = try await curl.output.end()
            let reply = try #require(Reply(text), "\(bad.testDescription): \(text)")
            let words: Comment = "\(bad.testDescription): \(reply.status) \(reply.body)"
            #expect(reply.status == bad.status, words)
            #expect(reply.json["code"] as? String == bad.code, words)
            #expect(reply.json["status"] as? Int == bad.status, words)
            #expect(reply.headers["content-type"] == "application/problem+json", words)
            #expect(reply.body.hasSuffix("}\n"), words)
            for field in ["type", "title", "detail"] {
                #expect(reply.json[field] is String, words)
            }
            #expect((reply.headers["allow"] != nil) == (bad.status == 405), words)
        }
        #expect(try await server.messages().count == 1)
    }

    @Test("A message may be as long as the limit, in bytes, and not one byte longer")
    func length() async throws {
        let server = try await ServerProcess(["--message-limit", "1000"])
        let exact = String(repeating: "é", count: 500)
        #expect(try await server.post(exact).status == 201)
        let reply = try await server.post(exact + "x")
        #expect(reply.status == 413)
        #expect(reply.json["code"] as? String == "message_too_long")
        #expect(reply.json["limit"] as? Int == 1000)
        #expect(reply.json["value"] as? Int == 1001)
        #expect(reply.json["configKey"] as? String == "message-limit")
        #expect(try await server.messages().count == 1)
    }

    @Test("An upload far over the limit is refused without being read to its end")
    func endless() async throws {
        let server = try await ServerProcess()
        let file = try server.folder.file("big", bytes: [UInt8](repeating: 0x61, count: 8 << 20))
        let reply = try await server.curl(Self.post, "--data-binary", "@" + file)
        #expect(reply.status == 413)
        #expect(reply.json["value"] as? Int == 8 << 20)
    }

    @Test(
        "A body that is not UTF-8 is refused",
        arguments: [[0xff, 0x41], [0xc3], [0xed, 0xa0, 0x80]]
    )
    func notUTF8(_ bytes: [UInt8]) async throws {
        let server = try await ServerProcess()
        let file = try server.folder.file("bad", bytes: bytes)
        for type in ["text/plain", "application/json"] {
            let reply = try await server.curl(
                Self.post,
                "--data-binary",
                "@" + file,
                "-H",
                "Content-Type: \(type)"
            )
            #expect(reply.status == 400)
            #expect(reply.json["code"] as? String == "not_utf8")
        }
        // The room is not made either.
        #expect(try await server.curl("/rooms/general/events").status == 404)
    }

    @Test("A body that is cut off posts nothing")
    func cutOff() async throws {
        let server = try await ServerProcess()
        let script = """
            exec 3<>/dev/tcp/127.0.0.1/\(server.port)
            printf 'POST \(Self.post) HTTP/1.1\\r\\nHost: localhost\\r\\n' >&3
            printf 'Content-Length: 100\\r\\n\\r\\nhalf' >&3
            exec 3>&-
            """
        let bash = try Subprocess(["bash", "-c", script])
        #expect(try await bash.exit() == .code(0))
        try await server.post("whole")
        let said = try await server.messages()
        #expect(said.count == 1)
        #expect(said.first?.contains(#""text":"whole""#) == true)
    }

    @Test("A cursor in the future is told of, or refused with what there is")
    func future() async throws {
        let server = try await ServerProcess()
        let cursor = try #require(try await server.post("one").json["cursor"] as? String)
        let future = cursor.replacing(/\d+$/, with: "999")
        let stream = "/rooms/general/stream?format=ndjson&since=\(future)"
        let refused = try await server.curl(stream + "&on_gap=fail")
        #expect(refused.status == 410)
        #expect(refused.json["newest"] as? String == cursor)
        #expect(refused.json["oldest"] as? String != nil)
        let told = try server.stream(stream)
        try await told.output.line(containing: #""type":"gap","room":"general","from":2"#)
    }
}
