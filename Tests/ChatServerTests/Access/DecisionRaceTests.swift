import ChatProtocol
import ChatStore
import NIOHTTP1
import Testing

@testable import ChatServer

/// Decisions about members and accounts that are made at the same time.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DecisionRaceTests {
    private static let hiding = #"{"visibility":"private"}"#

    /// Asks for the same by several callers at once.
    private func atOnce(
        _ world: AccessWorld,
        _ requests: [(credentials: String?, method: String, path: String, body: String?)]
    ) async throws -> [AccessWorld.Answer] {
        try await withThrowingTaskGroup { group in
            for (index, request) in requests.enumerated() {
                group.addTask {
                    let answer = try await world.ask(
                        request.method,
                        request.path,
                        by: request.credentials,
                        body: request.body
                    )
                    return (index, answer)
                }
            }
            var answers: [(Int, AccessWorld.Answer)] = []
            for try await answer in group { answers.append(answer) }
            return answers.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    @Test("Of two who make a room at once one owns it, and the other is told as of any such room")
    func founding() async throws {
        try await AccessWorld.run("accounts") { world in
            let (ann, bob) = (try await world.account("ann"), try await world.account("bob"))
            for number in 0..<20 {
                let isPrivate = number % 2 == 0
                let path = "/rooms/new\(number)"
                let body = isPrivate ? Self.hiding : "{}"
                let answers = try await atOnce(
                    world,
                    [(ann, "PUT", path, body), (bob, "PUT", path, body)]
                )
                let statuses = answers.map(\.status).sorted()
                #expect(statuses == (isPrivate ? [201, 409] : [200, 201]), "\(answers)")
                let room = try RoomName("new\(number)")
                let state = try #require(world.server.services.rooms.room(named: room))
                #expect(state.roles { $0.owners.count } == 1)
            }
        }
    }

    @Test("The last use of an invite lets one in, however many register with it at once")
    func invite() async throws {
        try await AccessWorld.run("accounts") { world in
            for number in 0..<8 {
                let code = try await code(#"{"room":"private"}"#, world)
                let answers = try await atOnce(
                    world,
                    (0..<4).map { person in
                        let name = "new\(number)x\(person)"
                        return (nil, "POST", "/accounts", registration(name, code))
                    }
                )
                #expect(answers.map(\.status).sorted() == [201, 403, 403, 403])
            }
        }
    }

    private func registration(_ name: String, _ code: String) -> String {
        #"{"name":"\#(name)","password":"correct horse","invite":"\#(code)"}"#
    }

    private func code(
        _ body: String,
        _ world: AccessWorld,
        by person: AccessWorld.Person = .moderator
    ) async throws -> String {
        let answer = try await world.ask("POST", "/invites", as: person, body: body)
        return String(try #require(answer.body.firstMatch(of: /"code":"([^"]+)"/)).output.1)
    }

    @Test("An invite is good for as long as its maker may make one, and lets nobody in twice")
    func maker() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = "/rooms/private/members/moderator"
            let own = "/rooms/private/members/stranger"
            let code = try await code(#"{"room":"private","uses":2}"#, world)
            let fields = #"{"invite":"\#(code)"}"#
            let stranger = world.credentials[.stranger]
            try await world.done(.owner, "PUT", member, #"{"role":"none"}"#)
            #expect(try await world.ask("PUT", own, by: stranger, body: fields).status == 403)
            // Nor does the one who was put out come back by it.
            let back = try await world.ask("PUT", member, as: .moderator, body: fields)
            #expect(back.code == "invite_needed")
            try await world.done(.owner, "PUT", member, #"{"role":"moderator"}"#)
            for status in [201, 204, 204] {
                let answer = try await world.ask("PUT", own, by: stranger, body: fields)
                #expect(answer.status == status, "\(answer)")
            }
            // One use is left.
            let answer = try await world.ask(
                "POST",
                "/accounts",
                by: nil,
                body: registration("late", code)
            )
            #expect(answer.status == 201)
            // A ban is stronger than an invite.
            try await world.done(.owner, "PUT", own, #"{"role":"banned"}"#)
            let another = #"{"invite":"\#(try await self.code(#"{"room":"private"}"#, world))"}"#
            #expect(try await world.ask("PUT", own, by: stranger, body: another).code == "banned")
        }
    }

    // The code was gone, and the account was there, though nothing was done.
    @Test("Where the disk is full an invite stays as it is, and an account ends in all its rooms")
    func fullDisk() async throws {
        try await AccessWorld.run("accounts") { world in
            let code = try await code(#"{"room":"private","uses":2}"#, world)
            let (path, fields) = ("/rooms/private/members/stranger", #"{"invite":"\#(code)"}"#)
            let stranger = world.credentials[.stranger]
            for (floor, status) in [(Int64.max, 507), (0, 201)] {
                world.server.services.store.disk?.change(floor: floor)
                let joined = try await world.ask("PUT", path, by: stranger, body: fields)
                let late = registration("late", code)
                let made = try await world.ask("POST", "/accounts", by: nil, body: late)
                #expect(joined.status == status && made.status == status, "\(joined) \(made)")
            }
            world.server.services.store.disk?.change(floor: .max)
            try await world.done(.tokenOperator, "DELETE", "/accounts/victim")
            let victim = try MemberName("victim")
            for (_, state) in world.server.services.rooms.all {
                #expect(state.roles { $0.role(of: victim, at: .now()) } == .none)
            }
        }
    }

    // A guest came in by any code, and what stood beside one was dropped.
    @Test("A code is looked at whoever gives it, and is for oneself alone")
    func misusedCode() async throws {
        try await AccessWorld.run("open") { world in
            for (person, name, more, code) in [
                (.guest, "gus", "", "accounts_needed"),
                (.stranger, "stranger", "", "invite_needed"),
                (.owner, "stranger", "", "bad_parameter"),
                (.stranger, "stranger", #","role":"owner""#, "bad_parameter"),
            ] as [(AccessWorld.Person, String, String, String)] {
                let path = "/rooms/public/members/\(name)"
                let body = #"{"invite":"AAAA-AAAA-AAAA-AAAA"\#(more)}"#
                let answer = try await world.ask("PUT", path, as: person, body: body)
                #expect(answer.code == code, "\(answer)")
            }
        }
    }

    @Test("The invite of a moderator who is banned from the server lets nobody in")
    func bannedMaker() async throws {
        try await AccessWorld.run("accounts") { world in
            let code = try await code(#"{"room":"private","uses":2}"#, world)
            try await world.done(.tokenOperator, "POST", "/bans", #"{"name":"moderator"}"#)
            let answer = try await world.ask(
                "PUT",
                "/rooms/private/members/stranger",
                as: .stranger,
                body: #"{"invite":"\#(code)"}"#
            )
            #expect(answer.code == "invite_needed")
            let late = registration("late", code)
            #expect(try await world.ask("POST", "/accounts", by: nil, body: late).status == 403)
        }
    }

    @Test("A room takes over nothing of another that had its name before")
    func nameAgain() async throws {
        try await AccessWorld.run("accounts") { world in
            let code = try await code(#"{"room":"private"}"#, world, by: .tokenOperator)
            let mute = #"{"role":"banned","reason":"of the old room"}"#
            try await world.done(.moderator, "PUT", "/rooms/private/members/victim", mute)
            try await world.done(.owner, "DELETE", "/rooms/private")
            let cleo = try await world.account("cleo")
            let made = try await world.ask("PUT", "/rooms/private", by: cleo, body: Self.hiding)
            #expect(made.status == 201)
            let own = "/rooms/private/members/stranger"
            let fields = #"{"invite":"\#(code)"}"#
            let stranger = world.credentials[.stranger]
            #expect(try await world.ask("PUT", own, by: stranger, body: fields).status == 403)
            let topic = #"{"topic":"of the new room"}"#
            _ = try await world.ask("PUT", "/rooms/private", by: cleo, body: topic)
            let audit = try await world.ask("GET", "/audit?format=ndjson", by: cleo).body
            #expect(audit.contains("new room") && !audit.contains("old room"), "\(audit)")
            #expect(!audit.contains("room_deleted"), "\(audit)")
        }
    }

    @Test("A room that is made for some is never seen by others, not even at its beginning")
    func hiddenFromBirth() async throws {
        try await AccessWorld.run("open") { world in
            let owner = world.credentials[.owner]
            for number in 0..<40 {
                let path = "/rooms/new\(number)"
                let requests:
                    [(credentials: String?, method: String, path: String, body: String?)] =
                        [(owner, "PUT", path, Self.hiding)]
                        + (0..<6).map { _ in
                            (world.credentials[.guest], "POST", "\(path)/messages", "x")
                        }
                let answers = try await atOnce(world, requests)
                guard answers[0].status == 201 else {
                    // The guest was quicker, and made it everybody's.
                    #expect(answers[1...].contains { $0.status == 201 })
                    continue
                }
                #expect(answers[1...].allSatisfy { $0.code == "room_not_found" }, "\(answers)")
                let room = try await world.ask("GET", path, by: owner)
                #expect(room.body.contains(#""newest":2"#), "\(room.body)")
            }
        }
    }

    @Test("Of two owners who leave at once one stays, by whichever way they leave")
    func lastOwner() async throws {
        try await AccessWorld.run("accounts") { world in
            for number in 0..<12 {
                let names = ["a\(number)", "b\(number)"]
                let ann = try await world.account(names[0])
                let bob = try await world.account(names[1])
                let room = "/rooms/r\(number)"
                _ = try await world.ask("PUT", room, by: ann, body: "{}")
                let owner = #"{"role":"owner"}"#
                let path = "\(room)/members"
                let made = try await world.ask("PUT", "\(path)/b\(number)", by: ann, body: owner)
                try #require(made.status == 204, "\(made)")
                let token = world.credentials[.tokenOperator]
                let answers = try await atOnce(
                    world,
                    number % 2 == 0
                        ? [
                            (ann, "DELETE", "\(path)/a\(number)", nil),
                            (bob, "DELETE", "\(path)/b\(number)", nil),
                        ]
                        : [
                            (ann, "DELETE", "\(path)/a\(number)", nil),
                            (token, "DELETE", "/accounts/b\(number)", nil),
                        ]
                )
                #expect(answers.map(\.status).sorted() == [204, 409])
                #expect(answers.contains { $0.code == "last_owner" })
                let name = try RoomName("r\(number)")
                let state = try #require(world.server.services.rooms.room(named: name))
                #expect(state.roles { $0.owners.count } == 1)
            }
        }
    }

    @Test("Who joins while being banned stays banned")
    func ban() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/members/stranger"
            for _ in 0..<20 {
                let answers = try await atOnce(
                    world,
                    [(world.credentials[.moderator], "PUT", path, #"{"role":"banned"}"#)]
                        + (0..<4).map { _ in (world.credentials[.stranger], "PUT", path, "{}") }
                )
                #expect(answers[0].status == 204, "\(answers[0])")
                let answer = try await world.ask("GET", "/rooms/public", as: .stranger)
                #expect(answer.code == "banned")
                try await world.done(.moderator, "PUT", path, #"{"role":"none"}"#)
            }
        }
    }

    @Test("A mute outlasts leaving, coming back and asking for its end oneself")
    func mute() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/members/muted"
            let muted = world.credentials[.muted]
            let past = #"{"role":"member","mutedUntil":"2001-01-01T00:00:00Z"}"#
            for (method, body) in [("DELETE", nil), ("PUT", "{}"), ("PUT", past)] {
                _ = try await world.ask(method, path, by: muted, body: body)
                let answer = try await world.ask(
                    "POST",
                    "/rooms/public/messages",
                    by: muted,
                    body: "x"
                )
                #expect(answer.code == "muted", "\(method) \(body ?? "")")
            }
            try await world.done(.moderator, "PUT", path, past)
            _ = try await world.post("/rooms/public/messages", "x", as: .muted)
        }
    }

    @Test("A ban of the shared guest keeps out what is posted without a name")
    func guest() async throws {
        try await AccessWorld.run("open") { world in
            let path = "/rooms/public/messages"
            #expect(try await world.ask("POST", path, by: nil, body: "x").status == 201)
            let ban = #"{"role":"banned"}"#
            try await world.done(.moderator, "PUT", "/rooms/public/members/guest", ban)
            for way in ["", "Upgrade: odd\r\n"] {
                let answer = try await world.ask("POST", path, by: nil, fields: way, body: "x")
                #expect(answer.code == "banned")
            }
        }
    }

    // Seen as running F19: a role in a body was ignored, and the answer was a success.
    @Test("Nobody without an account is given a role that only accounts have")
    func roles() async throws {
        try await AccessWorld.run("open") { world in
            let path = "/rooms/public/members/gus"
            let guest = world.credentials[.guest]
            #expect(try await world.ask("PUT", path, by: guest, body: "{}").status == 201)
            for role in ["owner", "moderator"] {
                let answer = try await world.ask(
                    "PUT",
                    path,
                    as: .owner,
                    body: #"{"role":"\#(role)"}"#
                )
                #expect(answer.code == "account_not_found")
            }
        }
    }

    @Test("What takes long is posted only if its author may still write at its end")
    func late() async throws {
        try await AccessWorld.run("accounts") { world in
            for end in ["kick", "revoke"] {
                let name = "ulla\(end)"
                let token = try await world.account(name)
                let path = "/rooms/private/members/\(name)"
                try await world.done(.owner, "PUT", path, #"{"role":"member"}"#)
                let (reader, writer) = try await values(token, in: "private", world)
                let query = EventQuery.history(of: reader.room, limit: 1)
                #expect(try await reader.events(query).count == 1)
                if end == "kick" {
                    try await world.done(.owner, "DELETE", path)
                } else {
                    try await world.done(.tokenOperator, "DELETE", "/accounts/\(name)")
                }
                let draft = try writer.draft(.text("late"))
                await #expect(throws: Problem.self) { try await writer.post(draft) }
                await #expect(throws: StoreError.self) { try await reader.events(query) }
                await #expect(throws: StoreError.self) { try await reader.page(query) }
                await #expect(throws: Problem.self) {
                    try await writer.amend(.delete, of: 1, key: nil)
                }
            }
        }
    }

    private func values(
        _ token: String,
        in room: String,
        _ world: AccessWorld
    ) async throws -> (Reader, Writer) {
        let gate = world.server.services.gate
        let caller = try await gate.caller(token, from: "", isPrivate: true)
        let name = try RoomName(room)
        return (try await gate.reader(of: name, caller), try await gate.writer(in: name, caller))
    }

    @Test("What a connection remembers of its caller is dropped when the credentials end")
    func remembered() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = try await world.account("rita")
            try await TestConnection.open(world.server) { connection in
                func post() async throws -> Int {
                    let answer = try await connection.ask(
                        .POST,
                        "/rooms/public/messages",
                        headers: [("Authorization", token)],
                        body: Array("x".utf8)
                    )
                    return Int(answer.head.status.code)
                }
                #expect(try await post() == 201)
                #expect(try await post() == 201)
                try await world.done(.tokenOperator, "DELETE", "/accounts/rita")
                #expect(try await post() == 401)
            }
        }
    }
}
