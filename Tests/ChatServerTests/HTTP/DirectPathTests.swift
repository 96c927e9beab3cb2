import ChatProtocol
import NIOHTTP1
import Testing

@testable import ChatServer

@Suite struct DirectPathTests {
    @Test(
        "A room is read from a path that is plain, whatever the query",
        arguments: ["/rooms/a/messages", "/rooms/a/messages?x=/rooms/b", "/rooms/A/messages?"]
    )
    func plain(uri: String) {
        #expect(DirectPath(uri, under: "rooms", ending: "messages")?.room.description == "a")
    }

    @Test(
        "Any other path is left to the router",
        arguments: [
            "/rooms/%61/messages", "/rooms/@bob/messages", "/rooms//messages", "/rooms/a/messages/",
            "/rooms/a/messages/1", "/rooms/a", "rooms/a/messages", "/room/a/messages",
            "/rooms/a/stream", "http://x/rooms/a/messages", "//rooms/a/messages", "*", "",
            "/rooms/a b/messages", "/rooms/\(String(repeating: "a", count: 65))/messages",
        ]
    )
    func other(uri: String) {
        #expect(DirectPath(uri, under: "rooms", ending: "messages") == nil)
    }

    @Test("Fields are found by their names without regard to case")
    func fields() {
        let fields = DirectFields([
            "host": "x", "AUTHORIZATION": "Basic x", "content-LENGTH": "12",
            "Idempotency-Key": "k", "Content-Type": "Application/JSON ; charset=utf-8",
        ])
        #expect(fields.authorization == "Basic x")
        #expect(fields.contentLength == 12)
        #expect(fields.idempotencyKey == "k")
        #expect(fields.type.isJSON)
        #expect(!fields.isUnusual)
    }

    @Test(
        "Only JSON is taken for JSON",
        arguments: [
            ("application/json", true), ("application/json;charset=utf-8", true),
            ("APPLICATION/json ; q", true), ("application/jsonp", false), ("text/plain", false),
            ("application/jso", false), ("", false), ("text/plain;application/json", false),
        ]
    )
    func contentType(type: String, isJSON: Bool) {
        #expect(DirectFields(["Content-Type": type]).type.isJSON == isJSON)
    }

    @Test(
        "What the router alone knows how to do is seen",
        arguments: ["Origin", "EXPECT", "upgrade", "Transfer-Encoding"]
    )
    func unusual(name: String) {
        #expect(DirectFields([name: "x"]).isUnusual)
        #expect(!DirectFields(["X" + name: "x"]).isUnusual)
    }
}
