import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// A room in which a member may say something now and then.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SlowModeTests {
    /// An address of the direct way, and of the router's.
    private static let ways = ["/rooms/public/messages", "/rooms/public/messages?"]

    private func world(_ body: @Sendable (AccessWorld) async throws -> Void) async throws {
        try await AccessWorld.run("accounts") { world in
            try await world.done(.owner, "PUT", "/rooms/public", #"{"slowSeconds":3600}"#)
            try await body(world)
        }
    }

    private func post(
        _ world: AccessWorld,
        _ path: String,
        _ text: String,
        key: String? = nil,
        replyTo: Int? = nil
    ) async throws -> AccessWorld.Answer {
        let target = replyTo.map { #","replyTo":\#($0)"# } ?? ""
        return try await world.ask(
            "POST",
            path,
            as: .member,
            fields: "Content-Type: application/json\r\n"
                + (key.map { "Idempotency-Key: \($0)\r\n" } ?? ""),
            body: #"{"text":"\#(text)"\#(target)}"#
        )
    }

    // Whoever had misspelled a number had to wait for an hour.
    @Test("Nothing that is refused begins a pause", arguments: ways)
    func refused(path: String) async throws {
        try await world { world in
            for _ in 0..<2 {
                let answer = try await post(world, path, "x", replyTo: 999_999)
                #expect(answer.code == "message_not_found", "\(answer)")
            }
            #expect(try await post(world, path, "x").status == 201)
            #expect(try await post(world, path, "y").code == "slow_mode")
            // What is refused for that does not begin it anew either.
            let state = try #require(world.server.services.rooms.room(named: RoomName("public")))
            let name = try MemberName("member")
            let later = Timestamp(milliseconds: Timestamp.now().milliseconds + 3_601_000)
            #expect(try state.letSpeak(name, at: later) != nil)
            // Nor does a clock that goes back by as much as a database may be late with its time.
            let before = Timestamp(milliseconds: later.milliseconds - 2000)
            #expect(throws: StoreError.self) { try state.letSpeak(name, at: before) }
            #expect(try state.letSpeak(name, at: .now()) != nil)
        }
    }

    @Test("An edit and the reason of a deletion wait as a message does, but for those who decide")
    func edits() async throws {
        try await world { world in
            let path = "/rooms/public/messages"
            let seq = try await world.post(path, "x", as: .member)
            func edit(_ text: String) async throws -> AccessWorld.Answer {
                try await world.ask("PATCH", "\(path)/\(seq)", as: .member, body: text)
            }
            #expect(try await edit("spoken").code == "slow_mode")
            // What changes nothing is not said once more.
            #expect(try await edit("x").status == 200)
            let delete = "\(path)/\(seq)?reason=spoken"
            #expect(try await world.ask("DELETE", delete, as: .member).code == "slow_mode")
            try await world.done(.member, "DELETE", "\(path)/\(seq)")
            let other = try await world.post(path, "y", as: .stranger)
            for seq in [try await world.post(path, "z", as: .moderator), other] {
                try await world.done(.moderator, "DELETE", "\(path)/\(seq)?reason=rude")
            }
            let log = try await world.ask("GET", "/rooms/public/events?format=ndjson", as: .member)
            #expect(log.body.contains("rude") && !log.body.contains("spoken"))
        }
    }

    @Test("A topic waits as a message does, and begins a pause")
    func topic() async throws {
        try await AccessWorld.run("open") { world in
            let path = "/rooms/free"
            _ = try await world.post("\(path)/messages", "x", as: .guest)
            try await world.done(.tokenOperator, "PUT", path, #"{"slowSeconds":3600}"#)
            func name(_ topic: String) async throws -> AccessWorld.Answer {
                try await world.ask("PUT", path, as: .guest, body: #"{"topic":"\#(topic)"}"#)
            }
            // The second is there already, and the third new.
            for (topic, code) in [("a", nil), ("a", nil), ("b", "slow_mode")] as [(String, String?)]
            {
                let answer = try await name(topic)
                #expect(answer.code == code, "\(answer)")
            }
            let said = try await world.ask("POST", "\(path)/messages", as: .guest, body: "y")
            #expect(said.code == "slow_mode")
        }
    }

    // Whose answer was lost was told to wait, and waited once more.
    @Test("A repeat gives the first message again, and begins no pause", arguments: ways)
    func repeated(path: String) async throws {
        try await world { world in
            #expect(try await post(world, path, "x", key: "k").status == 201)
            for _ in 0..<2 {
                #expect(try await post(world, path, "x", key: "k").status == 200)
            }
            #expect(try await post(world, path, "y", key: "other").code == "slow_mode")
            #expect(try await post(world, path, "y", key: "k").code == "key_used")
            let state = try #require(world.server.services.rooms.room(named: RoomName("public")))
            let turn = try state.letSpeak(MemberName("nobody"), at: .now())
            state.takeBack(try #require(turn))
            #expect(try state.letSpeak(MemberName("nobody"), at: .now()) != nil)
        }
    }
}
