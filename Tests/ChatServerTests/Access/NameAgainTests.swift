import ChatProtocol
import Credentials
import Synchronization
import Testing

@testable import ChatServer
@testable import ChatStore

/// A room has the name of one that was taken away, and nothing else of it.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct NameAgainTests {
    private static let hiding = #"{"visibility":"private"}"#

    private func makeAgain(_ world: AccessWorld) async throws -> String {
        let cleo = try await world.account("cleo")
        let made = try await world.ask("PUT", "/rooms/private", by: cleo, body: Self.hiding)
        #expect(made.status == 201)
        return cleo
    }

    @Test("Who spoke in the last minute in a room is not told of another of its name")
    func statistics() async throws {
        try await AccessWorld.run("accounts") { world in
            _ = try await world.post("/rooms/private/messages", "x", as: .member)
            let before = try await world.ask("GET", "/rooms/private/stats", as: .owner)
            #expect(before.body.contains(#""name":"member""#), "\(before.body)")
            try await world.done(.owner, "DELETE", "/rooms/private")
            let cleo = try await makeAgain(world)
            let answer = try await world.ask("GET", "/rooms/private/stats", by: cleo)
            #expect(answer.body.contains(#""messagesPerMinute":0,"#), "\(answer.body)")
            #expect(answer.body.contains(#""active":[]"#), "\(answer.body)")
        }
    }

    @Test("An invite that outlasted its room, as a crash lets it, opens no other and is not told")
    func invite() async throws {
        try await AccessWorld.run("accounts") { world in
            let accounts = world.server.services.gate.accounts
            for person in [AccessWorld.Person.owner, .tokenOperator] {
                let body = #"{"room":"private","uses":9}"#
                try await world.done(person, "POST", "/invites", body)
            }
            let invites = accounts.look { Array($0.invites.values) }
            #expect(invites.count == 2)
            try await world.done(.owner, "DELETE", "/rooms/private")
            try await accounts.change(by: nil) { _ in invites.map { .putInvite($0) } }
            let cleo = try await makeAgain(world)
            let owner = #"{"role":"owner"}"#
            let given = try await world.ask(
                "PUT",
                "/rooms/private/members/owner",
                by: cleo,
                body: owner
            )
            #expect(given.status == 201 || given.status == 204)
            for invite in invites {
                let code = try #require(invite.code)
                let answer = try await world.ask(
                    "PUT",
                    "/rooms/private/members/stranger",
                    as: .stranger,
                    body: #"{"invite":"\#(code)"}"#
                )
                #expect(answer.code == "invite_needed")
                let name = "late\(invite.madeBy)"
                let new = #"{"name":"\#(name)","password":"correct horse","invite":"\#(code)"}"#
                let made = try await world.ask("POST", "/accounts", by: nil, body: new)
                #expect(made.code == "invite_needed")
            }
            for credentials in [cleo, world.credentials[.tokenOperator]] {
                let list = try await world.ask("GET", "/invites", by: credentials)
                #expect(list.status == 200 && !list.body.contains("private"), "\(list.body)")
            }
        }
    }

    @Test("A room is forgotten by its name before another one of the name can be heard of")
    func order() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let owner = try await world.caller(.owner)
            let name = try RoomName("private")
            let moderator = try await gate.moderator(of: name, owner)
            let wasKnown = Mutex(false)
            try await moderator.delete { room in
                wasKnown.withLock { $0 = gate.rooms.room(named: room) != nil }
            }
            #expect(wasKnown.withLock { $0 })
            #expect(gate.rooms.room(named: name) == nil)
        }
    }

    @Test("A room has the time at which it was made, whatever is said or imported in it first")
    func time() throws {
        var first = try Fixture.message("x", at: 1)
        first.at = Timestamp(milliseconds: 9)
        let new = RoomFacts(new: try RoomName("a"))
        for (facts, time) in [(RoomFacts(try Fixture.row()), 5), (new, 9)] {
            var facts = facts
            facts.apply([first])
            #expect(facts.createdAt.milliseconds == Int64(time))
        }
    }
}
