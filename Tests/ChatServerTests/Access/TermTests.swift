import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// What is decided for a time or for a number of uses.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TermTests {
    private func code(_ world: AccessWorld, _ person: AccessWorld.Person) async throws -> String {
        let answer = try await world.ask(
            "POST",
            "/invites",
            as: person,
            body: #"{"room":"private","uses":5}"#
        )
        let rest = try #require(answer.body.firstRange(of: #""code":""#)).upperBound
        return String(answer.body[rest...].prefix { $0 != "\"" })
    }

    // Its maker could tell from it whether the room was still there.
    @Test("Whoever was put out of a private room is not told of it by an invite of before")
    func putOut() async throws {
        try await AccessWorld.run("accounts") { world in
            let code = try await code(world, .moderator)
            func isListed(to person: AccessWorld.Person) async throws -> Bool {
                let credentials = world.credentials[person]
                let answer = try await world.ask("GET", "/invites", by: credentials)
                return answer.body.contains(code)
            }
            #expect(try await isListed(to: .moderator))
            let (moderator, path) = (world.credentials[.moderator], "/invites/\(code)")
            let member = "/rooms/private/members/moderator"
            try await world.done(.owner, "DELETE", member)
            #expect(try await isListed(to: .moderator) == false)
            let refused = try await world.ask("DELETE", path, by: moderator)
            #expect(refused.code == "invite_not_found", "\(refused)")
            // Whoever may see the room, and decides there no more, may take the code back.
            try await world.done(.owner, "PUT", member, #"{"role":"member"}"#)
            #expect(try await isListed(to: .moderator))
            #expect(try await isListed(to: .owner))
            try await world.done(.moderator, "DELETE", path)
            #expect(try await isListed(to: .owner) == false)
        }
    }

    private func register(
        _ world: AccessWorld,
        _ name: String,
        _ code: String,
        by credentials: String? = nil
    ) async throws -> AccessWorld.Answer {
        let body = #"{"name":"\#(name)","password":"correct horse","invite":"\#(code)"}"#
        return try await world.ask("POST", "/accounts", by: credentials, body: body)
    }

    @Test("An invite lifts no ban and takes no role away from the name that registers with it")
    func invite() async throws {
        try await AccessWorld.run("accounts", given: ["registration": "invite"]) { world in
            let code = try await code(world, .moderator)
            let path = "/rooms/private/members/"
            try await world.done(.moderator, "PUT", path + "troll", #"{"role":"banned"}"#)
            let refused = try await register(world, "Troll", code)
            #expect(refused.status == 403 && refused.code == "banned")
            #expect(
                try await world.ask("GET", "/accounts", as: .tokenOperator)
                    .body.lowercased().contains("troll") == false
            )
            // An import may give a role to a name that has no account yet: it is the operator's to
            // give to its person.
            let row =
                #"{"type":"member","at":"2020-01-01T00:00:00Z","user":"x","member":"heir","#
                + #""role":"owner"}"#
            try await world.done(.tokenOperator, "PUT", "/rooms/private/import", row)
            #expect(try await register(world, "heir", code).code == "name_taken")
            let given = world.credentials[.tokenOperator]
            #expect(try await register(world, "heir", code, by: given).status == 201)
            #expect(try await register(world, "plain", code).status == 201)
            let state = try #require(
                world.server.services.rooms.room(named: try RoomName("private"))
            )
            let heir = try MemberName("heir")
            let plain = try MemberName("plain")
            #expect(state.roles { $0.role(of: heir, at: .now()) } == .owner)
            #expect(state.roles { $0.role(of: plain, at: .now()) } == .member)
        }
    }

    // Whoever asked was no guest any more once the account was there: it got no room, and a 401.
    @Test("A guest who makes an account of its own name comes into the invite's room")
    func ownName() async throws {
        try await AccessWorld.run("open") { world in
            let code = try await code(world, .moderator)
            let made = try await register(world, "gus", code, by: world.credentials[.guest])
            #expect(made.status == 201, "\(made)")
            let token = try await world.token("gus", TokenWish())
            let read = try await world.ask("GET", "/rooms/private/messages", by: token)
            #expect(read.status == 200, "\(read)")
        }
    }

    // The account was made and the invite used up, and the answer was 403.
    @Test("A banned name makes no account, whatever its invite", arguments: ["open", "accounts"])
    func bannedName(auth: String) async throws {
        try await AccessWorld.run(auth, given: ["registration": "open"]) { world in
            let code = try await code(world, .moderator)
            try await world.done(.tokenOperator, "POST", "/bans", #"{"name":"mallory"}"#)
            let refused = try await register(world, "Mallory", code)
            #expect(refused.status == 403 && refused.code == "banned", "\(refused)")
            let accounts = world.server.services.gate.accounts
            let name = try MemberName("mallory")
            #expect(accounts.look { $0.accounts[name] == nil })
            let uses = accounts.look { $0.invite(code, at: .now())?.uses }
            #expect(uses == 5)
            // The operator may make it all the same.
            let credentials = world.credentials[.tokenOperator]
            let made = try await register(world, "mallory", code, by: credentials)
            #expect(made.status == 201, "\(made)")
        }
    }

    @Test("What shall end before it begins is refused", arguments: ["2020-01-01T00:00:00Z", "0s"])
    func past(until: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let terms = #""until":"\#(until)""#
            for (path, method, body, person) in [
                ("/bans", "POST", #"{"name":"x",\#(terms)}"#, AccessWorld.Person.tokenOperator),
                (
                    "/rooms/public/members/stranger", "PUT", #"{"role":"banned",\#(terms)}"#,
                    .moderator
                ),
            ] {
                let answer = try await world.ask(method, path, as: person, body: body)
                #expect(answer.status == 400 && answer.code == "bad_parameter", "\(answer)")
            }
            // So a mute is lifted.
            let lifted = #"{"mutedUntil":"\#(until)"}"#
            try await world.done(.moderator, "PUT", "/rooms/public/members/muted", lifted)
            _ = try await world.post("/rooms/public/messages", "again", as: .muted)
        }
    }

    // It was listed for ever, with a role that the room did not tell.
    @Test("A ban of a room that has ended is not listed any more")
    func endedBan() async throws {
        try await AccessWorld.run("accounts") { world in
            let moderator = world.credentials[.moderator]
            let ban = #"{"role":"banned","until":"1s","reason":"why"}"#
            try await world.done(.moderator, "PUT", "/rooms/public/members/stranger", ban)
            // Until it has ended.
            while try await world.ask("GET", "/rooms/public", as: .stranger).code
                == "banned"
            { try Task.checkCancellation() }
            let list = try await world.ask("GET", "/rooms/public/members", by: moderator).body
            #expect(list.contains(#""name":"victim""#) && !list.contains("stranger"), "\(list)")
        }
    }

    @Test("A change of an account that changes nothing is not on the audit")
    func nothing() async throws {
        try await AccessWorld.run("accounts") { world in
            for body in [nil, "{}", #"{"disabled":null}"#] {
                try await world.done(.tokenOperator, "PATCH", "/accounts/member", body)
            }
            let audit = try await world.ask("GET", "/audit?limit=500", as: .tokenOperator)
            #expect(audit.body.contains("account_changed"))
            #expect(!audit.body.contains(#""action":"account_changed","subject":"member""#))
        }
    }

    @Test("A token that has ended makes way for a new one")
    func tokens() async throws {
        try await TestServer.run(adjust: { $0.tokensOfAccount = 2 }, given: ["auth": "accounts"]) {
            server in
            let world = AccessWorld(server: server)
            _ = try await world.account("ann")
            let past = TokenWish(expiresAt: Timestamp(milliseconds: 1))
            for _ in 1...3 { _ = try await world.token("ann", past) }
            _ = try await world.token("ann", TokenWish())
            let refused = await #expect(throws: Problem.self) {
                try await world.token("ann", TokenWish())
            }
            #expect(refused?.code == "too_many")
            #expect(refused?.detail.contains("chat-tui tokens") == true)
            let name = try MemberName("ann")
            #expect(server.services.gate.accounts.look { $0.tokens(of: name) }.count == 2)
        }
    }

    @Test("A ticket outlives a HEAD of the stream, and no GET")
    func ticket() async throws {
        try await AccessWorld.run("accounts") { world in
            let answer = try await world.ask("POST", "/tickets", as: .member)
            let mark = try #require(answer.body.firstRange(of: #""ticket":""#)).upperBound
            let ticket = answer.body[mark...].prefix { $0 != "\"" }
            let path = "/rooms/private/stream?timeout=1s&ticket=\(ticket)"
            for (method, status) in [("HEAD", 200), ("HEAD", 200), ("GET", 200), ("GET", 401)] {
                let answer = try await world.ask(method, path, by: nil)
                #expect(answer.status == status, "\(method)")
            }
            #expect(try await world.ask("HEAD", path, by: nil).status == 401)
        }
    }
}
