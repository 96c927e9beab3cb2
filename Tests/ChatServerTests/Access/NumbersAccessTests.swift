import ChatProtocol
import ChatStore
import Foundation
import NIOHTTP1
import Testing

@testable import ChatServer

/// Who sees the numbers of the whole server where there are accounts.
@Suite(.timeLimit(.minutes(10)))
struct NumbersAccessTests {
    @Test("An operator's token that only reads sees the numbers, and decides nothing")
    func reading() async throws {
        try await AccessWorld.run("accounts") { world in
            let name = AccessWorld.Person.accountOperator.rawValue
            let reading = try await world.token(name, TokenWish(scope: .read))
            for path in ["/metrics", "/stats", "/stats/stream?limit=1&format=ndjson"] {
                let answer = try await world.ask("GET", path, by: reading)
                #expect(answer.status == 200, "\(path): \(answer.body)")
            }
            for path in ["/streams", "/accounts", "/bans", "/nodes", "/logs/stream?timeout=1s"] {
                let answer = try await world.ask("GET", path, by: reading)
                #expect(answer.code == "operator_needed", "\(path): \(answer.body)")
            }
        }
    }

    @Test("The busiest rooms are those that one may read, and never a direct one")
    func busiest() async throws {
        try await AccessWorld.run("accounts") { world in
            let name = AccessWorld.Person.accountOperator.rawValue
            let reading = try await world.token(name, TokenWish(scope: .read))
            for (token, rooms) in [
                (world.credentials[.tokenOperator], ["private", "public"]),
                (world.credentials[.accountOperator], ["private", "public"]),
                (reading, ["public"]),
            ] as [(String?, [String])] {
                let token = try #require(token)
                // The last of three rows is of a sample that was taken after it was asked for.
                for path in ["/stats", "/stats/stream?limit=3&format=ndjson"] {
                    var named: [String] = []
                    // On a busy machine the minute may be over before it is asked for.
                    for _ in 1...9 where named != rooms {
                        for room in ["private", "public", "@\(name)"] {
                            _ = try await world.post("/rooms/\(room)/messages", "x", as: .member)
                        }
                        named = try await Self.names(of: "busiest", at: path, token, world)
                    }
                    #expect(named == rooms, "\(path)")
                }
            }
        }
    }

    @Test("The direct room of an open stream is named to its own two alone")
    func streams() async throws {
        try await AccessWorld.run("accounts") { world in
            let name = AccessWorld.Person.accountOperator.rawValue
            for room in [name, "ann", "member"] {
                _ = try await world.post("/rooms/@\(room)/messages", "x", as: .member)
            }
            let member = try #require(world.credentials[.member])
            try await TestConnection.open(world.server) { connection in
                let stream = try await EventReader.open(
                    connection,
                    "/stream?rooms=private,@\(name),@ann,@member",
                    format: .ndjson,
                    headers: [("Authorization", member)]
                )
                _ = try await stream.first { $0 == .control(.live) }
                for (person, rooms) in [
                    (AccessWorld.Person.tokenOperator, ["private"]),
                    (.accountOperator, ["@member", "private"]),
                ] {
                    let token = try #require(world.credentials[person])
                    let named = try await Self.names(of: "rooms", at: "/streams", token, world)
                    #expect(named == rooms, "\(person)")
                }
            }
        }
    }

    private struct OpenStreams: Decodable {
        struct Stream: Decodable {
            var member: String
            var delivered: Int?
            var bytes: Int?
        }

        var streams: [Stream]
    }

    /// Opens streams, and does something once all of them are live.
    private func follow(
        _ streams: ArraySlice<(person: AccessWorld.Person, path: String)>,
        _ world: AccessWorld,
        then body: @Sendable () async throws -> Void
    ) async throws {
        guard let first = streams.first else { return try await body() }
        let token = try #require(world.credentials[first.person])
        try await TestConnection.open(world.server) { connection in
            let stream = try await EventReader.open(
                connection,
                first.path,
                format: .ndjson,
                headers: [("Authorization", token)]
            )
            _ = try await stream.first { $0 == .control(.live) }
            try await follow(streams.dropFirst(), world, then: body)
        }
    }

    /// Whose streams somebody is told of what they were given.
    private func given(
        to person: AccessWorld.Person,
        _ world: AccessWorld
    ) async throws -> [String] {
        let token = try #require(world.credentials[person])
        let body = try await TestConnection.open(world.server) { connection in
            let headers = [("Authorization", token)]
            return try await connection.ask(.GET, "/streams", headers: headers).body
        }
        let list = try JSONDecoder().decode(OpenStreams.self, from: Data(body)).streams
        #expect(list.allSatisfy { ($0.delivered == nil) == ($0.bytes == nil) })
        return list.filter { $0.delivered != nil }.map(\.member).sorted()
    }

    // Two who wrote to each other had the same numbers, and nobody else had them.
    @Test("How much a stream was given that may have direct rooms is told to its own member alone")
    func delivered() async throws {
        try await AccessWorld.run("accounts") { world in
            _ = try await world.post("/rooms/@ann/messages", "x", as: .member)
            let name = AccessWorld.Person.accountOperator.rawValue
            let streams: [(person: AccessWorld.Person, path: String)] = [
                (.member, "/stream"), (.stranger, "/stream"), (.accountOperator, "/stream"),
                (.member, "/stream?rooms=private,@ann"), (.muted, "/rooms/@\(name)/stream"),
                (.owner, "/rooms/private/stream"),
            ]
            try await follow(streams[...], world) {
                #expect(try await given(to: .tokenOperator, world) == ["owner"])
                let told = try await given(to: .accountOperator, world)
                #expect(told == [name, "muted", "owner"])
            }
        }
    }

    /// The rooms that the last list of a name tells of, in order.
    private static func names(
        of list: String,
        at path: String,
        _ token: String,
        _ world: AccessWorld
    ) async throws -> [String] {
        let body = try await TestConnection.open(world.server) { connection in
            let headers = [("Authorization", token)]
            let answer = try await connection.ask(.GET, path, headers: headers)
            try #require(answer.head.status == .ok)
            return String(decoding: answer.body, as: UTF8.self)
        }
        let start = try #require(body.ranges(of: "\"\(list)\":[").last).upperBound
        let rooms = body[start...].prefix { $0 != "]" }
        // The names of fields have a colon behind them.
        return rooms.matches(of: /"([^":,]+)"(?!:)/).map { String($0.output.1) }.sorted()
    }

    @Test("No token that is good for less, and none of others, sees the numbers")
    func others() async throws {
        try await AccessWorld.run("accounts") { world in
            let name = AccessWorld.Person.accountOperator.rawValue
            let elsewhere = TokenWish(scope: .read, rooms: [try RoomName("public")])
            let tokens = [
                try await world.token(name, TokenWish(scope: .post)),
                try await world.token(name, elsewhere),
                try await world.token("member", TokenWish(scope: .read)),
            ]
            for token in tokens {
                let answer = try await world.ask("GET", "/metrics", by: token)
                #expect(answer.code == "operator_needed", "\(answer.body)")
            }
        }
    }
}
