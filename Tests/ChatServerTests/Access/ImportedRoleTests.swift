import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// A role that an import gives stands for one person, who may have no account here yet.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ImportedRoleTests {
    private func member(_ name: String, _ role: String) -> String {
        #"{"type":"member","at":"2004-12-25","user":"ann","member":"\#(name)","role":"\#(role)"}"#
            + "\n"
    }

    private func take(
        _ rows: String,
        into room: String,
        _ world: AccessWorld
    ) async throws -> String {
        try await world.ask("POST", "/rooms/\(room)/import", as: .tokenOperator, body: rows).body
    }

    private func state(_ room: String, _ world: AccessWorld) throws -> RoomActor {
        try #require(world.server.services.rooms.room(named: try RoomName(room)))
    }

    private func register(
        _ name: String,
        by credentials: String?,
        _ world: AccessWorld
    ) async throws -> AccessWorld.Answer {
        let new = #"{"name":"\#(name)","password":"correct horse"}"#
        return try await world.ask("POST", "/accounts", by: credentials, body: new)
    }

    // Whoever registered the name of one who never spoke owned the room.
    @Test("Nobody but the operator gives away a name that an import lets in; a ban keeps none")
    func names() async throws {
        try await AccessWorld.run("accounts") { world in
            let rows =
                [("ann", "owner"), ("zed", "owner"), ("moe", "moderator"), ("mia", "member")]
                .map { member($0, $1) }.joined() + member("out", "banned") + member("mia", "none")
            #expect(try await take(rows, into: "old", world).contains(#""imported":6"#))
            for name in ["zed", "ZED", "moe", "mia"] {
                let answer = try await register(name, by: nil, world)
                #expect(answer.code == "name_taken", "\(name) \(answer)")
            }
            #expect(try await register("out", by: nil, world).status == 201)
            // The names are known for longer than the room.
            try await world.done(.tokenOperator, "DELETE", "/rooms/old")
            #expect(try await register("zed", by: nil, world).code == "name_taken")
            let given = try await register("zed", by: world.credentials[.tokenOperator], world)
            #expect(given.status == 201)
        }
    }

    @Test("A role of a log that kept none but those who spoke keeps its name too")
    func earlier() async throws {
        try await AccessWorld.run("accounts") { world in
            let room = try state("private", world)
            let event = DurableEvent(
                room: try RoomName("private"),
                seq: room.facts.newest + 1,
                cursor: nil,
                at: .now(),
                user: try MemberName("owner"),
                content: .member(try MemberName("zed"), role: .owner)
            )
            room.apply([event])
            #expect(try await register("zed", by: nil, world).code == "name_taken")
        }
    }

    @Test("An owner without an account is none who could take the place of one with an account")
    func unknownOwner() async throws {
        try await AccessWorld.run("accounts") { world in
            _ = try await take(member("nobody", "owner"), into: "private", world)
            let path = "/rooms/private/members/"
            let owner = world.credentials[.owner]
            #expect(try await world.ask("DELETE", path + "owner", by: owner).code == "last_owner")
            let ended = try await world.ask("DELETE", "/accounts/owner", as: .tokenOperator)
            #expect(ended.code == "last_owner")
            try await world.done(.owner, "DELETE", path + "nobody")
        }
    }

    @Test("Of owners who have no account yet one may go, and not the last")
    func unknownOwners() async throws {
        try await AccessWorld.run("accounts") { world in
            let owners = member("one", "owner") + member("two", "owner")
            _ = try await take(owners, into: "old", world)
            try await world.done(.tokenOperator, "DELETE", "/rooms/old/members/one")
            let last = try await world.ask("DELETE", "/rooms/old/members/two", as: .tokenOperator)
            #expect(last.code == "last_owner")
        }
    }

    @Test("A row that would leave a room without an owner is refused and counted")
    func lastOwner() async throws {
        try await AccessWorld.run("accounts") { world in
            let row = member("owner", "none")
            let answer = try await take(row, into: "private", world)
            #expect(answer.contains("without an owner") && answer.contains(#""failed":1"#))
            let room = try state("private", world)
            #expect(room.roles { $0.owners.map(\.folded) } == ["owner"])
        }
    }
}
