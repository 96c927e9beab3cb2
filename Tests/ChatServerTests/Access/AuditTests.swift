import ChatProtocol
import ChatStore
import TestConnections
import Testing

@testable import ChatServer

/// What operators do is on the audit, and what changes nothing is not.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct AuditTests {
    private func audit(
        _ world: AccessWorld,
        by person: AccessWorld.Person = .tokenOperator
    ) async throws -> String {
        let credentials = world.credentials[person]
        return try await world.ask("GET", "/audit?limit=500", by: credentials).body
    }

    @Test("An account that is an operator's from its beginning is told as one that becomes one")
    func operators() async throws {
        try await AccessWorld.run("accounts") { world in
            for (name, isOperator) in [("root", true), ("plain", false)] {
                let new =
                    #"{"name":"\#(name)","password":"correct horse","operator":\#(isOperator)}"#
                try await world.done(.tokenOperator, "POST", "/accounts", new)
            }
            try await world.done(.tokenOperator, "PATCH", "/accounts/plain", #"{"operator":true}"#)
            let audit = try await audit(world)
            let words = #""detail":"operator: true""#
            #expect(audit.contains(#""action":"account_created","subject":"root",\#(words)"#))
            #expect(audit.contains(#""action":"account_created","subject":"plain"}"#))
            #expect(audit.contains(#""action":"account_changed","subject":"plain",\#(words)"#))
        }
    }

    @Test("An invite is told by the first group of its code, and an account by its invite")
    func invites() async throws {
        try await AccessWorld.run("accounts", given: ["registration": "invite"]) { world in
            let operatorToken = world.credentials[.tokenOperator]
            var codes: [String] = []
            for _ in 1...2 {
                let made = try await world.ask("POST", "/invites", by: operatorToken, body: "{}")
                let found = try #require(made.body.firstMatch(of: /"code":"([^"]+)"/), "\(made)")
                codes.append(String(found.output.1))
            }
            let new = #"{"name":"newcomer","password":"correct horse","invite":"\#(codes[0])"}"#
            #expect(try await world.ask("POST", "/accounts", by: nil, body: new).status == 201)
            try await world.done(.tokenOperator, "DELETE", "/invites/\(codes[1])")
            let audit = try await audit(world)
            let shown = codes.map { "\($0.prefix(4))-****-****-****" }
            for code in shown {
                #expect(audit.contains(#""invite_created","subject":"\#(code)""#), "\(audit)")
            }
            #expect(audit.contains(#""invite_ended","subject":"\#(shown[1])""#), "\(audit)")
            let words = "invited by operator (\(shown[0]))"
            #expect(audit.contains(#""subject":"newcomer","detail":"\#(words)""#), "\(audit)")
            for code in codes { #expect(!audit.contains(code)) }
        }
    }

    @Test("Of a change of an account that is told which is otherwise")
    func changes() async throws {
        try await AccessWorld.run("accounts") { world in
            for body in [
                #"{"operator":false}"#, #"{"disabled":true}"#, #"{"disabled":true}"#,
                #"{"disabled":false,"operator":false}"#,
            ] {
                try await world.done(.tokenOperator, "PATCH", "/accounts/member", body)
            }
            let told = try await audit(world).matches(
                of: /"account_changed","subject":"member","detail":"([^"]*)"/
            )
            #expect(told.map { String($0.output.1) } == ["disabled: true", "disabled: false"])
        }
    }

    @Test("A ban of the server is told with its end, as a room's is")
    func bans() async throws {
        try await AccessWorld.run("accounts") { world in
            let ban = #"{"name":"victim","until":"2h","reason":"why"}"#
            try await world.done(.tokenOperator, "POST", "/bans", ban)
            let audit = try await audit(world)
            let told = audit.firstMatch(of: /"banned","subject":"victim","detail":"until \S+; why"/)
            #expect(told != nil, "\(audit)")
        }
    }

    // It was kept as it was typed, and found by that spelling alone.
    @Test("An address that is banned is answered, listed and told in one spelling")
    func addresses() async throws {
        try await AccessWorld.run("accounts") { world in
            for (typed, kept) in [
                ("2001:DB8:0:0::7/32", "2001:db8::/32"), ("192.0.2.7/24", "192.0.2.0/24"),
                ("192.0.2.7/32", "192.0.2.7"),
            ] {
                let ban = #"{"address":"\#(typed)"}"#
                let made = try await world.ask("POST", "/bans", as: .tokenOperator, body: ban)
                #expect(made.status == 201 && made.body.contains(#""address":"\#(kept)""#))
                let list = try await world.ask("GET", "/bans", as: .tokenOperator)
                #expect(list.body.contains(#""address":"\#(kept)""#), "\(list)")
                let audit = try await audit(world)
                #expect(audit.contains(#""banned","subject":"\#(kept)""#), "\(audit)")
            }
        }
    }

    @Test("An import is told with its first row and at its end; one that brings nothing is not")
    func imports() async throws {
        try await AccessWorld.run("accounts") { world in
            let rows =
                #"{"at":"2004-12-25","user":"ann","text":"x"}"# + "\n"
                + #"{"type":"member","at":"2004-12-25","user":"ann","member":"zed","#
                + #""role":"member"}"# + "\n"
            for _ in 1...2 {
                try await world.done(.tokenOperator, "POST", "/rooms/private/import", rows)
            }
            for person in [AccessWorld.Person.tokenOperator, .owner] {
                let audit = try await audit(world, by: person)
                let told = audit.matches(of: /"action":"(import\w+)","room":"private"([^}]*)/)
                #expect(told.map { String($0.output.1) } == ["import_began", "imported"])
                #expect(told.last?.output.2 == #","detail":"rows: 2; roles: 1""#)
            }
        }
    }

    // A browser that had lost its connection was shown all of it again, or missed what was new.
    @Test("A browser goes on behind the entry that it had last, in every form of the audit")
    func resumed() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = try #require(world.credentials[.tokenOperator])
            let all = try await world.ask("GET", "/audit?format=sse", by: token).body
            let numbers = all.matches(of: /\ndata: ."id":(\d+),/).map { String($0.output.1) }
            let ids = all.matches(of: /\nid: (\d+)\n/).map { String($0.output.1) }
            #expect(ids == numbers && ids.count > 2, "\(all)")
            let (had, newest) = (try #require(ids.dropLast().last), try #require(ids.last))
            let field = "Last-Event-ID: \(had)\r\n"
            for path in ["/audit?format=sse&after=0", "/audit?format=ndjson", "/audit?after=1"] {
                let rest = try await world.ask("GET", path, by: token, fields: field).body
                let told = rest.matches(of: /"id":(\d+),/).map { String($0.output.1) }
                #expect(told == [newest], "\(path): \(rest)")
            }
            try await RawConnection.open(port: world.server.port) { client in
                try await client.send(
                    "GET /audit/stream?format=sse&after=0 HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: \(token)\r\n\(field)\r\n"
                )
                let first = try await client.read(through: #""id":"#)
                #expect(first.contains("\nid: \(newest)\n"), "\(first)")
            }
            let cursor = "Last-Event-ID: k3f9.4711\r\n"
            for path in ["/audit?format=sse", "/audit/stream?format=sse"] {
                let answer = try await world.ask("GET", path, by: token, fields: cursor)
                #expect(answer.code == "bad_parameter", "\(answer)")
            }
        }
    }

    // It stayed open in silence, where a page was refused.
    @Test("The stream of a moderator who decides nowhere any more ends with a bye, and not before")
    func demoted() async throws {
        try await AccessWorld.run("accounts") { world in
            let moderator = try #require(world.credentials[.moderator])
            try await RawConnection.open(port: world.server.port) { client in
                try await client.send(
                    "GET /audit/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: \(moderator)\r\n\r\n"
                )
                _ = try await client.read(through: #""type":"open""#)
                for room in AccessWorld.rooms {
                    let member = "/rooms/\(room)/members/moderator"
                    try await world.done(.owner, "PUT", member, #"{"role":"member"}"#)
                    guard room == AccessWorld.rooms.first else { continue }
                    try await world.done(.owner, "PUT", "/rooms/private", #"{"slowSeconds":3}"#)
                    _ = try await client.read(through: #""room_changed""#)
                }
                let rest = try await client.read(through: #""type":"bye""#)
                let end = try await client.read(through: "}")
                #expect((rest + end).contains(#""reason":"removed""#), "\(rest + end)")
            }
        }
    }

    // Its stream asks each second, and so looks at all rooms only where the role was lost.
    @Test("An auditor may read on for as long as there is any room to decide in, whichever it is")
    func anyRoom() async throws {
        try await AccessWorld.run("accounts") { world in
            let auditor = try await world.server.services.gate.auditor(world.caller(.moderator))
            func give(_ role: String, _ room: String) async throws {
                let member = "/rooms/\(room)/members/moderator"
                try await world.done(.owner, "PUT", member, #"{"role":"\#(role)"}"#)
            }
            for rooms in [AccessWorld.rooms, AccessWorld.rooms.reversed()] {
                #expect(auditor.isOpen)
                for (room, isOpen) in zip(rooms, [true, false]) {
                    try await give("member", room)
                    #expect(auditor.isOpen == isOpen, "\(room)")
                }
                for room in rooms {
                    try await give("moderator", room)
                    #expect(auditor.isOpen, "\(room)")
                }
            }
            let all = try await world.server.services.gate.auditor(world.caller(.tokenOperator))
            #expect(all.isOpen)
        }
    }

    @Test("Ending a stream and rebuilding the search are told")
    func acts() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = try #require(world.credentials[.member])
            try await RawConnection.open(port: world.server.port) { client in
                try await client.send(
                    "GET /rooms/public/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: \(member)\r\n\r\n"
                )
                _ = try await client.read(through: #""type":"live""#)
                let list = try await world.ask("GET", "/streams", as: .tokenOperator)
                let id = try #require(list.body.firstMatch(of: /"id":(\d+)/)).output.1
                try await world.done(.tokenOperator, "DELETE", "/streams/\(id)")
                try await world.done(.tokenOperator, "POST", "/search/rebuild")
                let audit = try await audit(world)
                let ended = #""action":"stream_ended","subject":"member","detail":"stream: \#(id)""#
                #expect(audit.contains(ended), "\(audit)")
                #expect(audit.contains(#""action":"search_rebuilt""#))
            }
        }
    }
}
