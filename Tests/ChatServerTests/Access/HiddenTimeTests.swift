import ChatProtocol
import NIOHTTP1
import Testing

@testable import ChatServer

/// Where a time is among what one may see tells nothing of the rest.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HiddenTimeTests {
    // An imported row was shown, or not, by whether somebody had made a room of their own before.
    @Test("What a time means in a room does not depend on hidden ones", arguments: [false, true])
    func since(areOthersBusy: Bool) async throws {
        try await AccessWorld.run("accounts") { world in
            let (path, stranger) = ("/rooms/public", world.credentials[.stranger])
            let first = try await world.ask("POST", path + "/messages", as: .member, body: "one")
            let told = try #require(first.body.firstMatch(of: /"at":"([^"]+)"/)?.output.1)
            let at = try #require(Timestamp(String(told)))
            let time = Timestamp(milliseconds: at.milliseconds + 1)
            if areOthersBusy {
                _ = try await world.post("/rooms/private/messages", "x", as: .member)
            }
            let imported = try await world.ask(
                "PUT",
                path + "/import",
                as: .tokenOperator,
                fields: "Content-Type: text/csv\r\n",
                body: "at,user,text\n2020-01-01T00:00:00Z,eve,long ago\n"
            )
            #expect(imported.body.contains(#""imported":1"#), "\(imported)")
            _ = try await world.post(path + "/messages", "two", as: .member)
            for rows in ["/events?format=ndjson", "/messages?format=csv", "/messages?limit=9"] {
                let answer = try await world.ask(
                    "GET",
                    "\(path)\(rows)&since=\(time)",
                    by: stranger
                )
                #expect(answer.body.contains("two"), "\(rows): \(answer)")
                #expect(!answer.body.contains("long ago"), "\(rows): \(answer)")
            }
            for stream in ["\(path)/stream?format=ndjson", "/stream?rooms=public&format=ndjson"] {
                let body = try await TestConnection.open(world.server) { connection in
                    try await connection.ask(
                        .GET,
                        "\(stream)&limit=1&since=\(time)",
                        headers: [("Authorization", stranger ?? "")]
                    ).body
                }
                let text = String(decoding: body, as: UTF8.self)
                #expect(text.contains(#""text":"two""#), "\(stream): \(text)")
                #expect(!text.contains("long ago"), "\(stream): \(text)")
            }
        }
    }
}
