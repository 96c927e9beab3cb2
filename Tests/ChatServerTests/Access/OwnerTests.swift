import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// A room that was owned once is owned by somebody, and nobody owns more than they may.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OwnerTests {
    private func atOnce(
        _ world: AccessWorld,
        _ requests: [(method: String, path: String, credentials: String?)]
    ) async throws -> [AccessWorld.Answer] {
        try await withThrowingTaskGroup { group in
            for (method, path, credentials) in requests {
                group.addTask { try await world.ask(method, path, by: credentials, body: "{}") }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test("An account does not end while it makes a room")
    func ending() async throws {
        try await AccessWorld.run("accounts") { world in
            for number in 0..<40 {
                let ann = try await world.account("ann\(number)")
                let room = "/rooms/of\(number)"
                let answers = try await atOnce(
                    world,
                    [
                        ("PUT", room, ann),
                        ("DELETE", "/accounts/ann\(number)", world.credentials[.tokenOperator]),
                    ]
                )
                // Either the room is there and its owner, or neither.
                let statuses = answers.map(\.status).sorted()
                #expect(statuses == [201, 409] || statuses == [204, 401], "\(answers)")
            }
        }
    }

    // Anybody could find out who alone owns a room.
    @Test("Who may not decide is told so, and not who the last owner is")
    func stranger() async throws {
        try await AccessWorld.run("accounts") { world in
            for member in ["owner", "moderator", "member"] {
                let answer = try await world.ask(
                    "DELETE",
                    "/rooms/public/members/\(member)",
                    as: .stranger
                )
                #expect(answer.code == "moderator_needed", "\(answer)")
            }
        }
    }

    // Nobody who could come in owned the room.
    @Test(
        "An owner whom the operator has banned without an end takes nobody's place",
        arguments: [("", 409), (#","until":"1h""#, 204)]
    )
    func banned(end: String, status: Int) async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/members/"
            try await world.done(.owner, "PUT", path + "member", #"{"role":"owner"}"#)
            try await world.done(.tokenOperator, "POST", "/bans", #"{"name":"member"\#(end)}"#)
            let left = try await world.ask("DELETE", path + "owner", by: world.credentials[.owner])
            #expect(left.status == status, "\(left)")
            // Who is banned may be put out: the other one can come in.
            guard status == 409 else { return }
            try await world.done(.owner, "DELETE", path + "member")
        }
    }

    // It was public until a second write had made it private, and for good without that.
    @Test("A room that the operator makes is at once what it shall be")
    func atOnce() async throws {
        try await AccessWorld.run("accounts") { world in
            let rules = #"{"visibility":"private","topic":"merger"}"#
            try await world.done(.tokenOperator, "PUT", "/rooms/secret", rules)
            let store = world.server.services.store
            let made = try #require(try await store.room(RoomName("secret")))
            #expect(made.newest == 1 && made.visibility == .private && made.topic == "merger")
            let seen = try await world.ask("GET", "/rooms/secret/messages", as: .stranger)
            #expect(seen.code == "room_not_found", "\(seen)")
        }
    }

    // The room's other owner left meanwhile, and nobody owned it.
    @Test("An account is given no room while it ends")
    func given() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let (name, room) = (try MemberName("stranger"), try RoomName("public"))
            let owner = try await world.caller(.owner)
            let membership = try await gate.membership(of: name, in: room, owner)
            let given = try await gate.withLock(ofAccount: name) { () async throws(Problem) in
                // It goes as far as it can before this goes on: to the lock, and not past it.
                let given = Task.immediate {
                    try await membership.set(MemberWish(role: .owner, reason: nil))
                }
                try await gate.accounts.change(by: nil) { book in
                    guard var account = book.accounts[name] else { return [] }
                    account.isDeleted = true
                    return [.put(account)]
                }
                return given
            }
            let refusal = await #expect(throws: Problem.self) { try await given.value }
            #expect(refusal?.code == "account_not_found")
            let state = try #require(gate.rooms.room(named: room))
            #expect(state.roles { $0.owners.map(\.folded) } == ["owner"])
        }
    }

    @Test("An owner whose account has ended is none, so that the other one does not go")
    func ended() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/members/"
            try await world.done(.owner, "PUT", path + "stranger", #"{"role":"owner"}"#)
            let name = try MemberName("stranger")
            try await world.server.services.gate.accounts.change(by: nil) { book in
                guard var account = book.accounts[name] else { return [] }
                account.isDeleted = true
                return [.put(account)]
            }
            let answer = try await world.ask("DELETE", path + "owner", as: .owner)
            #expect(answer.code == "last_owner")
        }
    }

    // The one that could come in left, and nobody who could owned the room.
    @Test("An owner whose account is disabled is none in whose favour the other one goes")
    func disabled() async throws {
        try await AccessWorld.run("accounts") { world in
            let (path, owner) = ("/rooms/public/members/", world.credentials[.owner])
            let (stranger, moderator) = (path + "stranger", path + "moderator")
            try await world.done(.owner, "PUT", stranger, #"{"role":"owner"}"#)
            try await world.done(.owner, "PUT", moderator, #"{"role":"owner"}"#)
            let account = "/accounts/"
            for name in ["stranger", "moderator"] {
                try await world.done(.tokenOperator, "PATCH", account + name, #"{"disabled":true}"#)
            }
            for (method, body) in [("DELETE", nil), ("PUT", #"{"role":"member"}"#)]
                as [(String, String?)]
            {
                let answer = try await world.ask(method, path + "owner", by: owner, body: body)
                #expect(answer.code == "last_owner", "\(method): \(answer)")
            }
            // One that cannot come in goes in favour of anyone.
            try await world.done(.owner, "DELETE", moderator)
            let enabled = #"{"disabled":false}"#
            try await world.done(.tokenOperator, "PATCH", account + "stranger", enabled)
            try await world.done(.owner, "DELETE", path + "owner")
        }
    }

    @Test("However many rooms an account makes at once, it owns as many as it may")
    func rooms() async throws {
        try await AccessWorld.run("accounts", adjust: { $0.roomsOfAccount = 3 }) { world in
            let ann = try await world.account("ann")
            let answers = try await atOnce(world, (0..<8).map { ("PUT", "/rooms/of\($0)", ann) })
            #expect(answers.count { $0.status == 201 } == 3)
            #expect(answers.count { $0.code == "too_many" } == 5, "\(answers)")
        }
    }

    // A stranger took from others the right to make rooms, which they could not leave either.
    @Test("However many rooms others give to an account, it can make its own")
    func gifts() async throws {
        try await AccessWorld.run("accounts", adjust: { $0.roomsOfAccount = 4 }) { world in
            let ann = try await world.account("ann")
            _ = try await world.account("bob")
            let role = #"{"role":"owner"}"#
            var answers: [AccessWorld.Answer] = []
            for number in 0..<4 {
                _ = try await world.ask("PUT", "/rooms/of\(number)", by: ann, body: "{}")
                let path = "/rooms/of\(number)/members/bob"
                answers.append(try await world.ask("PUT", path, by: ann, body: role))
            }
            #expect(answers.map(\.code) == [nil, nil, "too_many", "too_many"], "\(answers)")
        }
    }
}
