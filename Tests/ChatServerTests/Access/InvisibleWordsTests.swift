import ChatStore
import TestConnections
import Testing

@testable import ChatServer

/// Topics, labels and reasons in which nothing can be seen: they are empty, as messages are.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct InvisibleWordsTests {
    private static let given = ["rate-burst": "1000"]
    private static let texts = ["\u{200B}", "  ", "\u{3164}\u{FE0F}", "\u{2800}"]

    private func log(_ world: AccessWorld) async throws -> String {
        let owner = world.credentials[.owner]
        return try await world.ask("GET", "/rooms/public/events?format=ndjson", by: owner).body
    }

    // A room had a topic in the list that nobody could see, and a ban a reason.
    @Test("A topic takes the one before away")
    func topic() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            let path = "/rooms/public"
            for text in Self.texts {
                try await world.done(.owner, "PUT", path, #"{"topic":"tea"}"#)
                try await world.done(.owner, "PUT", path, "{\"topic\":\"\(text)\"}")
                let room = try await world.ask("GET", path, as: .owner)
                #expect(room.body.contains(#""topic":"""#), "\(room)")
            }
            // Who is muted says none, and may leave it as it is.
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.tokenOperator, "PUT", "\(path)/members/owner", mute)
            try await world.done(.owner, "PUT", path, "{\"topic\":\"\(Self.texts[0])\"}")
            #expect(try await !log(world).contains(Self.texts[0]))
        }
    }

    // A line of a two-way stream was looked at for white space alone.
    @Test("No message is made of them, whichever way they come")
    func messages() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            let member = try #require(world.credentials[.member])
            let path = "/rooms/public/messages"
            let seq = try await world.post(path, "x", as: .member)
            let head = world.server.services.store.head
            for text in Self.texts {
                for (method, path) in [("POST", path), ("PATCH", "\(path)/\(seq)")] {
                    for (type, body) in [
                        ("text", text), ("application/json", "{\"text\":\"\(text)\"}"),
                    ] {
                        let fields = "Content-Type: \(type)\r\n"
                        let answer = try await world.ask(
                            method,
                            path,
                            by: member,
                            fields: fields,
                            body: body
                        )
                        #expect(answer.body.contains("empty_message"), "\(answer)")
                    }
                }
                try await RawConnection.open(port: world.server.port) { client in
                    try await client.send(
                        "PUT /rooms/public/stream HTTP/1.1\r\nHost: x\r\n"
                            + "Authorization: \(member)\r\n"
                            + "Content-Length: \(text.utf8.count)\r\n\r\n\(text)"
                    )
                    _ = try await client.readToEnd()
                }
            }
            #expect(world.server.services.store.head == head)
        }
    }

    @Test("A label of a token, and a reason of a ban, are none")
    func access() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            for (index, text) in Self.texts.enumerated() {
                let label = "{\"label\":\"\(text)\"}"
                let member = world.credentials[.member]
                let token = try await world.ask("POST", "/tokens", by: member, body: label)
                #expect(token.status == 201 && token.body.contains(#""label":"""#), "\(token)")
                let fields = "{\"name\":\"someone\(index)\",\"reason\":\"\(text)\"}"
                let decider = world.credentials[.tokenOperator]
                let ban = try await world.ask("POST", "/bans", by: decider, body: fields)
                #expect(ban.status == 201 && !ban.body.contains("reason"), "\(ban)")
            }
        }
    }

    @Test("A reason of a deletion, a kick, a ban or a mute is none, in a query and in a body")
    func reasons() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            let victim = "/rooms/public/members/victim"
            for text in Self.texts {
                let body = "{\"reason\":\"\(text)\"}"
                let escaped = text.utf8.map { "%" + String($0, radix: 16) }.joined()
                let ways: [(String, String?)] = [("?reason=\(escaped)", nil), ("", body)]
                for (query, body) in ways {
                    let seq = try await world.post("/rooms/public/messages", "x", as: .member)
                    let message = "/rooms/public/messages/\(seq)"
                    try await world.done(.moderator, "DELETE", message + query, body)
                    try await world.done(.moderator, "DELETE", victim + query, body)
                    try await world.done(.owner, "PUT", victim, #"{"role":"member"}"#)
                }
                for fields in [#""role":"banned""#, #""mutedUntil":"1h""#, #""role":"member""#] {
                    let wish = "{\(fields),\"reason\":\"\(text)\"}"
                    try await world.done(.moderator, "PUT", victim, wish)
                }
                try await world.done(.owner, "PUT", victim, #"{"mutedUntil":"0s"}"#)
            }
            let log = try await log(world)
            #expect(log.contains(#""type":"delete""#) && log.contains(#""role":"banned""#))
            #expect(!log.contains("reason"), "\(log)")
        }
    }

    @Test("An empty reason takes back what was said of a member, and says nothing where none was")
    func takenBack() async throws {
        try await AccessWorld.run("accounts", given: Self.given) { world in
            let victim = "/rooms/public/members/victim"
            for reason in ["why", "\u{200B}", ""] {
                let ban = "{\"role\":\"banned\",\"reason\":\"\(reason)\"}"
                try await world.done(.moderator, "PUT", victim, ban)
            }
            let bans = try await log(world).split(separator: "\n")
                .filter { $0.contains(#""member":"victim","role":"banned""#) }
            try #require(bans.count == 2, "\(bans)")
            #expect(bans[0].contains(#""reason":"why""#) && !bans[1].contains("reason"))
        }
    }
}
