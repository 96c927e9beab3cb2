import ChatProtocol
import ChatStore
import Foundation
import NIOHTTP1
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct AmendmentRouteTests {
    private static let thumb = "%F0%9F%91%8D"

    @Test("An edit answers with the message as it is now, and a stream hears of it")
    func edit() async throws {
        try await TestServer.asking { server, live in
            try await TestConnection.open(server) { client in
                try await client.post("helo")
                let events = try await EventReader.open(
                    live,
                    "/rooms/a/stream?tail=1",
                    format: .ndjson
                )
                let answer = try await client.ask(
                    .PATCH,
                    "/rooms/a/messages/1",
                    as: "ann",
                    headers: [("Content-Type", "application/json")],
                    body: Array(#"{"text":"hello"}"#.utf8)
                )
                #expect(answer.head.status == .ok)
                let message = try object(of: answer.body)
                #expect(message["text"] as? String == "hello")
                #expect(message["seq"] as? Int == 1)
                #expect(message["editedAt"] as? String != nil)
                while let event = try await events.next() {
                    guard case .durable(let durable) = event,
                        durable.content == .edit(target: 1, text: "hello")
                    else { continue }
                    break
                }
                let plain = try await client.ask(
                    .PATCH,
                    "/rooms/a/messages/1",
                    as: "ann",
                    body: Array("hallo\n".utf8)
                )
                #expect(try object(of: plain.body)["text"] as? String == "hallo")
            }
        }
    }

    @Test("A deletion is for the author, and deleting twice is one event")
    func delete() async throws {
        try await TestServer.asking { server, client in
            try await client.post("secret")
            try await client.post("other")
            let path = "/rooms/a/messages/1"
            #expect(try await code(client.ask(.DELETE, path, as: "bob")) == "403 not_yours")
            #expect(try await client.ask(.DELETE, path, as: "ann").head.status == .noContent)
            #expect(try await client.ask(.DELETE, path, as: "ann").head.status == .noContent)
            let edit = try await client.ask(.PATCH, path, as: "ann", body: Array("x".utf8))
            #expect(code(edit) == "410 message_deleted")
            let react = try await client.ask(.PUT, path + "/reactions/x", as: "bob")
            #expect(code(react) == "410 message_deleted")
            let shown = try object(of: try await client.ask(.GET, path).body)
            #expect(shown["text"] as? String == "" && shown["deleted"] as? Bool == true)
            let page = try await client.ask(.GET, "/rooms/a/messages?match=secret")
            #expect(try (object(of: page.body)["messages"] as? [Any])?.isEmpty == true)
            for format in ["text", "ndjson", "csv", "sse"] {
                let rows = try await server.text(of: "/rooms/a/messages?format=\(format)")
                #expect(rows.contains("other") && !rows.contains("secret"), "\(rows)")
                #expect(rows.contains("deleted"), "\(rows)")
            }
            let text = try await server.text(of: "/rooms/a/events")
            #expect(!text.contains("secret") && text.contains("# ann deleted message 1\n"))
            #expect(try await server.text(of: "/rooms/a/events?match=secret").isEmpty)
            let raw = try await client.ask(
                .GET,
                "/rooms/a/events",
                headers: [("Authorization", "Bearer \(try server.operatorToken())")]
            )
            #expect(String(decoding: raw.body, as: UTF8.self).contains("secret"))
            #expect(server.services.store.head == 3)
        }
    }

    @Test("Reactions are counted, put and taken back, each once")
    func reactions() async throws {
        try await TestServer.asking { server, client in
            try await client.post("one")
            let path = "/rooms/a/messages/1"
            let thumb = path + "/reactions/" + Self.thumb
            for name in ["ann", "bob", "bob"] {
                #expect(try await client.ask(.PUT, thumb, as: name).head.status == .noContent)
            }
            _ = try await client.ask(.PUT, path + "/reactions/%2B1", as: "bob")
            #expect(server.services.store.head == 4)
            let shown = try object(of: try await client.ask(.GET, path).body)
            #expect(shown["reactions"] as? [String: Int] == ["👍": 2, "+1": 1])
            _ = try await client.ask(.DELETE, thumb, as: "bob")
            _ = try await client.ask(.DELETE, thumb, as: "bob")
            #expect(server.services.store.head == 5)
            let page = try object(of: try await client.ask(.GET, "/rooms/a/messages").body)
            let first = try #require((page["messages"] as? [[String: Any]])?.first)
            #expect(first["reactions"] as? [String: Int] == ["👍": 1, "+1": 1])
        }
    }

    @Test("The repeat of a change that changed nothing undoes nothing that came between")
    func repeated() async throws {
        try await TestServer.asking { _, client in
            try await client.post("two")
            let path = "/rooms/a/messages/1"
            func patch(_ text: String, _ key: String?) async throws -> String {
                let fields = key.map { [("Idempotency-Key", $0)] } ?? []
                let body = Array(text.utf8)
                return code(
                    try await client.ask(.PATCH, path, as: "ann", headers: fields, body: body)
                )
            }
            let edits: [(String, String?)] = [("two", "k"), ("three", nil), ("two", "k")]
            for (text, key) in edits { #expect(try await patch(text, key) == "200 ") }
            #expect(try await patch("four", "k") == "422 key_used")
            let shown = try object(of: try await client.ask(.GET, path).body)
            #expect(shown["text"] as? String == "three")
        }
    }

    @Test(
        "What is no emoji is refused, and an escape is decoded once",
        arguments: [
            (":smile:", "400 bad_name"), ("a%20b", "400 bad_name"), ("%0A", "400 bad_name"),
            ("%FF", "400 bad_parameter"), ("%E2%80%AE", "400 bad_name"),
            (String(repeating: "x", count: 65), "400 bad_name"), ("%2525", "204 "), ("%25", "204 "),
        ]
    )
    func emoji(_ text: String, answer: String) async throws {
        try await TestServer.asking { _, client in
            try await client.post("one")
            let path = "/rooms/a/messages/1/reactions/\(text)"
            #expect(code(try await client.ask(.PUT, path, as: "bob")) == answer)
            guard answer == "204 " else { return }
            let shown = try object(of: try await client.ask(.GET, "/rooms/a/messages/1").body)
            let decoded = text.removingPercentEncoding ?? ""
            #expect(shown["reactions"] as? [String: Int] == [decoded: 1])
        }
    }

    @Test("What is not there, empty, too long or too fast is refused as a post is")
    func refusals() async throws {
        try await TestServer.run { limits in
            limits.messagesPerSecond = 1
            limits.messageBurst = 5
            limits.messageBytes = 10
        } _: { server in
            try await TestConnection.open(server) { client in
                try await client.post("one")
                func patch(_ path: String, _ text: String, as name: String) async throws -> String {
                    code(try await client.ask(.PATCH, path, as: name, body: Array(text.utf8)))
                }
                let path = "/rooms/a/messages/1"
                #expect(
                    try await patch("/rooms/b/messages/1", "x", as: "b1") == "404 room_not_found"
                )
                let none = "404 message_not_found"
                #expect(try await patch("/rooms/a/messages/2", "x", as: "b1") == none)
                #expect(
                    try await patch("/rooms/a/messages/x", "x", as: "b1") == "400 bad_parameter"
                )
                #expect(try await patch(path, " \n", as: "ann") == "400 empty_message")
                #expect(try await patch(path, "12345678901", as: "ann") == "413 message_too_long")
                #expect(code(try await client.ask(.POST, path)) == "405 method_not_allowed")
                // Five at once, and one more each second.
                var last = ""
                for _ in 0..<60 where last != "429 rate_limited" {
                    last = code(try await client.ask(.PUT, path + "/reactions/x", as: "cy"))
                }
                #expect(last == "429 rate_limited")
                #expect(server.services.store.head == 2)
            }
        }
    }
}
