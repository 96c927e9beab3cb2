import ChatProtocol
import Logging
import NIOHTTP1
import TestTools
import Testing

@testable import ChatServer

@Suite(.serialized, .timeLimit(.minutes(10)))
struct PresenceTrackerTests {
    @Test("Whoever comes and goes while the rooms are not told is one entry, however often")
    func merged() async throws {
        try await withTracker { presence, room in
            let ann = try MemberName("ann")
            for _ in 0..<PresenceTracker.limit + 100 {
                try presence.began(ann, in: [room])
                presence.ended(ann, in: [room])
            }
            for number in 1..<PresenceTracker.limit {
                try presence.began(try MemberName("m\(number)"), in: [room])
            }
            #expect(throws: Problem.self) {
                try presence.began(try MemberName("late"), in: [room])
            }
            presence.ended(ann, in: [room])
        }
    }

    @Test("A reader without a name is nobody, and is never refused")
    func nameless() async throws {
        try await withTracker { presence, room in
            for number in 0..<PresenceTracker.limit {
                try presence.began(try MemberName("m\(number)"), in: [room])
            }
            #expect(throws: Never.self) { try presence.began(nil, in: [room]) }
        }
    }

    @Test("Who is here is right after two hundred quick reconnects, and when they have gone")
    func churn() async throws {
        try await TestServer.run {
            $0.departureSeconds = 0
        } _: { server in
            _ = try await server.services.rooms.room(making: try RoomName("a"))
            try await TestConnection.open(server) { stays in
                let watcher = try await EventReader.open(
                    stays,
                    "/rooms/a/stream",
                    as: "bob",
                    format: .ndjson
                )
                for round in 0..<200 {
                    try await TestConnection.open(server) { comes in
                        _ = try await EventReader.open(
                            comes,
                            "/rooms/a/stream",
                            as: "ann",
                            format: .ndjson
                        )
                        if round % 2 == 0 { try await comes.reset() }
                    }
                }
                try await TestConnection.open(server) { last in
                    _ = try await EventReader.open(
                        last,
                        "/rooms/a/stream",
                        as: "ann",
                        format: .ndjson
                    )
                    await until { await server.streamCount() == 2 }
                    try await until { try await here(server) == ["ann", "bob"] }
                }
                // Only a count that is right comes down to nothing.
                try await until { try await here(server) == ["bob"] }
                _ = try await watcher.first { event in
                    guard case .ephemeral(.presence(_, let who, let isHere)) = event else {
                        return false
                    }
                    return who.description == "ann" && !isHere
                }
            }
            try await until { try await here(server) == [] }
        }
    }

    private func here(_ server: TestServer) async throws -> [String] {
        let room = try #require(server.services.rooms.room(named: try RoomName("a")))
        return await room.here.map(\.description)
    }

    /// Gives a tracker that tells nobody.
    private func withTracker(
        _ body: @Sendable (PresenceTracker, RoomName) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let services = server.services
            let presence = PresenceTracker(
                rooms: services.rooms,
                delivery: services.delivery,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
            try await body(presence, try RoomName("a"))
        }
    }
}
