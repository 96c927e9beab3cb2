import ChatProtocol
import ChatStore
import Credentials
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// A stream shows what its caller may see at the time, and ends with the credentials.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct StreamAccessTests {
    /// What ends credentials, and what the stream says of it.
    enum End: String, CaseIterable, Sendable {
        case revoked, disabled, deleted, expired, demoted, banned, bannedAddress

        var reason: String { rawValue.hasPrefix("banned") ? "banned" : "revoked" }
    }

    /// Makes a request the router's.
    private static let routed = [("Upgrade", "odd")]

    // MARK: - Credentials

    private static let operators = [
        "/logs/stream", "/audit/stream", "/stats/stream", "/rooms/public/stats/stream",
    ]
    private static let others = [
        "/rooms/public/stream", "/stream", "/stream?rooms=public,private",
        "/rooms/public/stats/stream",
    ]

    @Test("Each kind of stream ends with the credentials, by both ways", arguments: End.allCases)
    func credentials(end: End) async throws {
        try await AccessWorld.run("accounts") { world in
            var number = 0
            // An operator is banned by nobody.
            let isOperator = end.reason == "revoked"
            for path in isOperator ? Self.operators + Self.others : Self.others {
                for fields in [[], Self.routed] {
                    number += 1
                    let name = "olga\(number)"
                    let token = try await world.account(name, isOperator: isOperator)
                    let reason = try await reason(of: path, token, fields, world) {
                        try await take(end, from: name, world)
                    }
                    #expect(reason == end.reason, "\(path)")
                    try await world.server.services.gate.accounts.change(by: nil) { book in
                        book.bans.keys.map { .dropBan(id: $0) }
                    }
                }
            }
        }
    }

    /// Why a stream ends; the server's own rows are no events.
    private func reason(
        of path: String,
        _ token: String,
        _ fields: [(String, String)],
        _ world: AccessWorld,
        when: () async throws -> Void
    ) async throws -> String? {
        try await TestConnection.open(world.server) { connection in
            let mark = path.contains("?") ? "&" : "?"
            let headers = [("Authorization", token)] + fields
            try await connection.send(.GET, "\(path)\(mark)format=ndjson", headers: headers)
            try #require(try await connection.head().status == .ok)
            try await when()
            let body = String(decoding: try await connection.body(), as: UTF8.self)
            return AccessWorld.word(after: #""type":"bye","reason":""#, in: body)
        }
    }

    private func take(_ end: End, from name: String, _ world: AccessWorld) async throws {
        let path = "/accounts/\(name)"
        switch end {
        case .revoked:
            try await change(tokensOf: name, world) { .dropToken(id: $0.id) }
        case .expired:
            // Soon; the keeper finds it.
            let soon = Timestamp(milliseconds: Timestamp.now().milliseconds + 300)
            try await change(tokensOf: name, world) { token in
                var token = token
                token.expiresAt = soon
                return .putToken(token)
            }
        case .disabled:
            try await world.done(.tokenOperator, "PATCH", path, #"{"disabled":true}"#)
        case .demoted: try await world.done(.tokenOperator, "PATCH", path, #"{"operator":false}"#)
        case .deleted: try await world.done(.tokenOperator, "DELETE", path)
        case .banned:
            try await world.done(.tokenOperator, "POST", "/bans", "{\"name\":\"\(name)\"}")
        case .bannedAddress:
            let body = #"{"address":"127.0.0.0/8"}"#
            try await world.done(.tokenOperator, "POST", "/bans", body)
        }
    }

    private func change(
        tokensOf name: String,
        _ world: AccessWorld,
        _ change: (AccountToken) -> AccessChange
    ) async throws {
        let member = try MemberName(name)
        try await world.server.services.gate.accounts.change(by: nil) { book in
            book.tokens(of: member).map(change)
        }
    }

    @Test("A change of the password ends the streams of whoever gave the old one")
    func password() async throws {
        try await AccessWorld.run("accounts") { world in
            let body = #"{"name":"paula","password":"correct horse"}"#
            let made = try await world.ask("POST", "/accounts", by: nil, body: body)
            try #require(made.status == 201)
            let basic = "Basic cGF1bGE6Y29ycmVjdCBob3JzZQ=="
            try await follow(world, "/rooms/public/stream", basic, []) { stream in
                let new = #"{"newPassword":"battery staple"}"#
                try await world.done(.tokenOperator, "PATCH", "/accounts/paula", new)
                #expect(try await stream.bye()?.reason == "revoked")
            }
        }
    }

    @Test("A ticket is used once, however its name is written, and ends with its credentials")
    func ticket() async throws {
        try await AccessWorld.run("accounts") { world in
            for name in ["ticket", "t%69cket"] {
                let answer = try await world.ask("POST", "/tickets", as: .member)
                let ticket = try #require(
                    answer.body.firstMatch(of: /"ticket":"([^"]+)"/)
                ).output.1
                let path = "/rooms/private/stream?format=ndjson&\(name)=\(ticket)"
                #expect(try await world.ask("GET", path, by: nil).status == 200)
                #expect(try await world.ask("GET", path, by: nil).code == "bad_credentials")
            }
        }
    }

    // MARK: - Rooms

    @Test(
        "Who is put out of a room has its stream end, and that of several rooms go on",
        arguments: [#"{"role":"none"}"#, #"{"role":"banned","reason":"why"}"#]
    )
    func putOut(fields: String) async throws {
        try await AccessWorld.run("accounts") { world in
            for way in [[], Self.routed] {
                let token = world.credentials[.member]
                try await follow(world, "/rooms/private/stream", token, way) { one in
                    try await follow(world, "/stream?rooms=private,public", token, way) { several in
                        let path = "/rooms/private/members/member"
                        try await world.done(.moderator, "PUT", path, fields)
                        #expect(try await one.problem() == "room_not_found")
                        #expect(try await one.bye()?.reason == "removed")
                        #expect(try await several.problem() == "room_not_found")
                        _ = try await world.post("/rooms/private/messages", "1", as: .owner)
                        _ = try await world.post("/rooms/public/messages", "2", as: .owner)
                        #expect(try await several.text() == "2")
                        try await world.done(.owner, "PUT", path, #"{"role":"member"}"#)
                    }
                }
            }
        }
    }

    // A public room went on for whoever was put out of it, and in the stream of all own rooms.
    @Test("Who is put out of a public room has its streams end, and who leaves it reads on")
    func putOutOfPublic() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.member]
            let path = "/rooms/public/members/member"
            for isKicked in [true, false] {
                try await world.done(.member, "PUT", path, #"{"role":"member"}"#)
                try await follow(world, "/rooms/public/stream", token, []) { one in
                    try await follow(world, "/stream", token, []) { all in
                        let who: AccessWorld.Person = isKicked ? .moderator : .member
                        try await world.done(who, "PUT", path, #"{"role":"none"}"#)
                        _ = try await world.post("/rooms/public/messages", "1", as: .owner)
                        _ = try await world.post("/rooms/private/messages", "2", as: .owner)
                        if isKicked {
                            #expect(try await one.problem() == "kicked")
                            #expect(try await one.bye()?.reason == "removed")
                            #expect(try await all.problem() == "kicked")
                        } else {
                            #expect(try await one.text() == "1")
                        }
                        #expect(try await all.text() == "2")
                    }
                }
            }
        }
    }

    @Test("A mute puts nobody out, though one is in the room by no role")
    func muted() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.stranger]
            try await follow(world, "/rooms/public/stream", token, []) { stream in
                let path = "/rooms/public/members/stranger"
                for time in ["1h", "0s"] {
                    try await world.done(.moderator, "PUT", path, #"{"mutedUntil":"\#(time)"}"#)
                }
                let gone = try await world.ask("DELETE", path + "?reason=x", as: .moderator)
                #expect(gone.status == 204)
                _ = try await world.post("/rooms/public/messages", "1", as: .owner)
                #expect(try await stream.text() == "1")
            }
        }
    }

    @Test("A room that is made private goes from the streams of those who are not in it")
    func madePrivate() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/stream"
            try await follow(world, path, world.credentials[.stranger], []) { stranger in
                try await follow(world, path, nil, []) { nobody in
                    try await follow(world, path, world.credentials[.member], []) { member in
                        try await world.done(
                            .owner,
                            "PUT",
                            "/rooms/public",
                            #"{"visibility":"private"}"#
                        )
                        #expect(try await stranger.bye()?.reason == "removed")
                        #expect(try await nobody.bye()?.reason == "removed")
                        _ = try await world.post("/rooms/public/messages", "in", as: .owner)
                        #expect(try await member.text() == "in")
                    }
                }
            }
        }
    }

    @Test("A stream of all rooms gains a direct room by its first event, and is seen there")
    func direct() async throws {
        try await AccessWorld.run("accounts") { world in
            for way in [[], Self.routed] {
                let name = way.isEmpty ? "cleo" : "dora"
                let token = try await world.account(name)
                try await follow(world, "/stream", token, way) { stream in
                    let path = "/rooms/@\(name)"
                    _ = try await world.post("\(path)/messages", "hi", as: .member)
                    let event = try await stream.message()
                    #expect(event.room.description == "@member" && event.seq == 1)
                    try await isHere(name, path, world, as: .member)
                }
            }
        }
    }

    // Seen as running F17: a stream of all rooms never had a room that was made later.
    @Test("A stream of all rooms gains a room by the event that lets one in, and is seen there")
    func letIn() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.stranger]
            try await follow(world, "/stream", token, []) { stream in
                _ = try await world.post("/rooms/private/messages", "before", as: .owner)
                let path = "/rooms/private/members/stranger"
                try await world.done(.owner, "PUT", path, #"{"role":"member"}"#)
                _ = try await world.post("/rooms/private/messages", "after", as: .owner)
                guard case .member(let member, .member, _) = try await stream.nextDurable().content
                else {
                    Issue.record("the first event is not the one that let in")
                    return
                }
                #expect(member.description == "stranger")
                #expect(try await stream.text() == "after")
                try await isHere("stranger", "/rooms/private", world, as: .owner)
            }
        }
    }

    @Test(
        "A stream of all rooms gains those alone that its token is good for",
        arguments: [[], routed]
    )
    func scopes(way: [(String, String)]) async throws {
        try await AccessWorld.run("accounts") { world in
            let listed = TokenWish(rooms: [try RoomName("public")])
            for (name, wish, texts) in [
                ("cleo", TokenWish(scope: .read), ["1", "2"]), ("dora", listed, ["2"]),
            ] {
                _ = try await world.account(name)
                let token = try await world.token(name, wish)
                try await follow(world, "/stream", token, way) { stream in
                    for (room, text) in [("private", "1"), ("public", "2")] {
                        let member = "/rooms/\(room)/members/\(name)"
                        try await world.done(.owner, "PUT", member, #"{"role":"member"}"#)
                        _ = try await world.post("/rooms/\(room)/messages", text, as: .owner)
                    }
                    for text in texts { #expect(try await stream.text() == text) }
                }
            }
        }
    }

    // It was answered with a stream without rooms, which was given each that its member came into.
    @Test("A token that only posts opens no stream, by a ticket neither, and is given no room")
    func posting() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.posting]
            for way in ["", "Upgrade: odd\r\n"] {
                let drawn = try await world.ask("POST", "/tickets", by: token)
                let ticket = try #require(
                    drawn.body.firstMatch(of: /"ticket":"([^"]+)"/)
                ).output.1
                let path = "/stream?format=ndjson"
                let direct = try await world.ask("GET", path, by: token, fields: way)
                #expect(direct.status == 403 && direct.code == "scope", "\(direct)")
                let byTicket = "\(path)&ticket=\(ticket)"
                let ticketed = try await world.ask("GET", byTicket, by: nil, fields: way)
                #expect(ticketed.status == 403 && ticketed.code == "scope", "\(ticketed)")
            }
            let gate = world.server.services.gate
            let caller = try await gate.caller(token, from: "", isPrivate: true)
            let member = try MemberName("member")
            let direct = RoomName(of: member, and: try MemberName("ann"))
            for room in [try RoomName("public"), try RoomName("private"), direct] {
                #expect(gate.streamAccess.problem(room, caller)?.code == "scope", "\(room)")
                #expect(!gate.stillReads(room, caller) && !gate.sees(room, caller.identity))
            }
            #expect(gate.streamAccess.ownRooms(caller).isEmpty)
        }
    }

    @Test(
        "In open mode a stream waits for a hidden room as for one that is not there",
        arguments: [[], routed]
    )
    func hidden(way: [(String, String)]) async throws {
        try await AccessWorld.run("open") { world in
            for path in ["/rooms/private/stream", "/stream?rooms=private", "/rooms/later/stream"] {
                let token = world.credentials[.stranger]
                try await follow(world, path, token, way) { stream in
                    let room = path.contains("later") ? "later" : "private"
                    if room == "later" {
                        let hiding = #"{"visibility":"private"}"#
                        try await world.done(.owner, "PUT", "/rooms/later", hiding)
                    }
                    _ = try await world.post("/rooms/\(room)/messages", "hidden", as: .owner)
                    let member = "/rooms/\(room)/members/stranger"
                    try await world.done(.owner, "PUT", member, #"{"role":"member"}"#)
                    _ = try await world.post("/rooms/\(room)/messages", "seen", as: .owner)
                    // Not even that there was something before may have been told.
                    guard
                        case .durable(let event) = try await stream.first({ event in
                            if case .ephemeral = event { false } else { true }
                        }), case .member = event.content
                    else {
                        Issue.record("\(path): the first event is not the one that let in")
                        return
                    }
                    #expect(try await stream.text() == "seen")
                    try await world.done(.owner, "PUT", member, #"{"role":"none"}"#)
                    #expect(try await stream.problem() == "room_not_found")
                    #expect(try await stream.bye()?.reason == "removed")
                }
            }
        }
    }

    @Test("A stream of all rooms tells of those that it has no place for", arguments: [[], routed])
    func full(way: [(String, String)]) async throws {
        try await TestServer.wired { server, client in
            for number in 0...Limits.streamRooms {
                try await client.send(RawConnection.post("/rooms/r\(number)/messages", "x"))
                try #require(try await client.answer().status == 201)
            }
            try await TestConnection.open(server) { connection in
                let stream = try await EventReader.open(
                    connection,
                    "/stream?timeout=1h",
                    format: .ndjson,
                    headers: way
                )
                #expect(try await stream.problem() == "too_many_rooms")
                try await client.send(RawConnection.post("/rooms/late/messages", "x"))
                try #require(try await client.answer().status == 201)
                #expect(try await stream.problem() == "too_many_rooms")
            }
        }
    }

    // MARK: - Parts

    private func isHere(
        _ name: String,
        _ path: String,
        _ world: AccessWorld,
        as person: AccessWorld.Person
    ) async throws {
        while true {
            let credentials = world.credentials[person]
            let answer = try await world.ask("GET", "\(path)/members", by: credentials)
            let isThere = answer.body.split(separator: "{").contains { row in
                row.contains(#""name":"\#(name)""#) && row.contains(#""here":true"#)
            }
            if isThere { return }
            try Task.checkCancellation()
        }
    }

    private func follow(
        _ world: AccessWorld,
        _ path: String,
        _ credentials: String?,
        _ fields: [(String, String)],
        _ body: (EventReader) async throws -> Void
    ) async throws {
        let who = credentials.map { [("Authorization", $0)] } ?? []
        try await TestConnection.open(world.server) { connection in
            let stream = try await EventReader.open(
                connection,
                path,
                format: .ndjson,
                headers: who + fields
            )
            _ = try await stream.first { $0 == .control(.live) }
            try await body(stream)
        }
    }
}

extension EventReader {
    /// The farewell; `nil` where the stream ended without one.
    func bye() async throws -> ControlEvent.Bye? {
        while let event = try await next() {
            if case .control(.bye(let bye)) = event { return bye }
        }
        return nil
    }

    /// The code of the next problem.
    func problem() async throws -> String {
        while let event = try await next() {
            if case .control(.error(_, let problem)) = event { return problem.code }
        }
        throw TestConnection.Ended()
    }

    /// The next message.
    func message() async throws -> DurableEvent {
        while true {
            let event = try await nextDurable()
            if event.content.isMessage { return event }
        }
    }

    /// What the next message says.
    func text() async throws -> String {
        guard case .message(let message) = try await message().content else { return "" }
        return message.text
    }
}
