import ChatProtocol
import Testing

@testable import ChatServer

/// An import into a direct room brings nothing that its two could not have said there.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DirectImportTests {
    private func take(
        _ rows: String,
        into room: String,
        _ world: AccessWorld
    ) async throws -> AccessWorld.Answer {
        try await world.ask(
            "POST",
            "/rooms/\(room)/import",
            by: world.credentials[.tokenOperator],
            body: rows
        )
    }

    // A role kept its member out, and a foreigner's words stood in a room of two.
    @Test("What its two said comes in; roles, rules and the words of others are bad rows")
    func rows() async throws {
        try await AccessWorld.run("accounts") { world in
            let rows = [
                #""type":"member","user":"ann","member":"ann","role":"banned""#,
                #""type":"room","user":"ann","topic":"t","visibility":"public""#,
                #""user":"bob","text":"foreign""#, #""user":"ann","text":"own""#,
            ].map { #"{"at":"2004-12-25",\#($0)}"# + "\n" }
            let answer = try await take(rows.joined(), into: "@ann", world)
            #expect(answer.body.contains(#""imported":1,"skipped":0,"failed":3"#), "\(answer)")
            let name = RoomName(of: try MemberName("ann"), and: .operator)
            let room = try #require(world.server.services.rooms.room(named: name))
            #expect(room.roles { $0.count } == 0)
            let ann = try await world.token("ann", TokenWish())
            let path = "/rooms/@operator/messages"
            #expect(try await world.ask("POST", path, by: ann, body: "x").status == 201)
        }
    }

    @Test("Its own export goes back in, each row once", arguments: ["csv", "ndjson"])
    func export(format: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let ann = try await world.token("ann", TokenWish())
            let path = "/rooms/@operator/messages"
            for text in ["stays", "gone"] {
                let posted = try await world.ask("POST", path, by: ann, body: text)
                #expect(posted.status == 201, "\(posted)")
            }
            let credentials = world.credentials[.tokenOperator]
            for (method, place, body) in [
                ("PATCH", "/1", "edited"), ("PUT", "/1/reactions/%F0%9F%91%8D", nil),
                ("DELETE", "/2", nil),
            ] as [(String, String, String?)] {
                _ = try await world.ask(method, path + place, by: ann, body: body)
            }
            let export = "/rooms/@ann/events?format=\(format)"
            let rows = try await world.ask("GET", export, by: credentials).body
            let answer = try await take(rows, into: "@ann", world)
            #expect(answer.body.contains(#""imported":0,"#), "\(answer)")
            #expect(answer.body.contains(#""failed":0}"#), "\(answer)")
        }
    }

    @Test("One that no post would make is not found", arguments: ["@deleted", "@nosuch"])
    func unreachable(room: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let row = #"{"at":"2004-12-25","user":"operator","text":"x"}"# + "\n"
            let answer = try await take(row, into: room, world)
            #expect(answer.code == "room_not_found")
        }
    }

    @Test("The audit tells that there was an import, and not with whom one talks")
    func audit() async throws {
        try await AccessWorld.run("accounts") { world in
            let ann = try await world.token("ann", TokenWish())
            let path = "/rooms/@operator/messages"
            #expect(try await world.ask("POST", path, by: ann, body: "x").status == 201)
            try await world.done(.tokenOperator, "DELETE", "/rooms/@ann/messages/1")
            let row = #"{"at":"2004-12-25","user":"ann","text":"y"}"# + "\n"
            _ = try await take(row, into: "@ann", world)
            let credentials = world.credentials[.tokenOperator]
            let audit = try await world.ask("GET", "/audit?limit=500", by: credentials).body
            #expect(audit.contains(#""imported""#), "\(audit)")
            #expect(!audit.contains("@ann") && !audit.contains("of ann"), "\(audit)")
        }
    }
}
