import ChatProtocol
import Testing

@testable import ChatServer

/// A stream that waits tells a room that its caller may not see from none at all by nothing.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HiddenStreamTests {
    /// The second makes a request the router's.
    private static let ways: [[(String, String)]] = [[], [("Upgrade", "odd")]]

    // Who waited for one that is not there was told of oneself, and of others who did.
    @Test(
        "Two who wait are told as little of each other behind a hidden room as where there is none",
        arguments: ways
    )
    func presence(way: [(String, String)]) async throws {
        try await AccessWorld.run("open") { world in
            for room in ["private", "neverwas"] {
                let told = try await told(behind: room, way, world)
                #expect(told == [["bye"], ["bye"]], "\(room)")
            }
        }
    }

    /// What two are told who wait for a room, behind `live`.
    private func told(
        behind room: String,
        _ way: [(String, String)],
        _ world: AccessWorld
    ) async throws -> [[String]] {
        let path = "/rooms/\(room)/stream"
        return try await TestConnection.open(world.server) { first in
            try await TestConnection.open(world.server) { second in
                let zed = try await follow(path, as: "zed", first, way)
                let yan = try await follow(path, as: "yan", second, way)
                try await tellRooms(world, "after-\(room)")
                let delivery = world.server.services.delivery
                for stream in await delivery.facts() {
                    _ = await delivery.dismiss(StreamID(number: stream.id))
                }
                return [try await rest(of: zed), try await rest(of: yan)]
            }
        }
    }

    private func follow(
        _ path: String,
        as name: String,
        _ connection: TestConnection,
        _ way: [(String, String)] = []
    ) async throws -> EventReader {
        let stream = try await EventReader.open(
            connection,
            path,
            as: name,
            format: .ndjson,
            headers: way
        )
        _ = try await stream.first { $0 == .control(.live) }
        return stream
    }

    /// Waits until the rooms have been told of all who came before: of the second who comes now
    /// they are told behind them.
    private func tellRooms(_ world: AccessWorld, _ name: String) async throws {
        let path = "/rooms/public/stream"
        try await TestConnection.open(world.server) { connection in
            let watcher = try await follow(path, as: "carl", connection)
            for number in 1...2 {
                try await TestConnection.open(world.server) { comes in
                    _ = try await follow(path, as: "\(name)\(number)", comes)
                    _ = try await watcher.first { event in
                        guard case .ephemeral(.presence(_, let who, true)) = event else {
                            return false
                        }
                        return who.description == "\(name)\(number)"
                    }
                }
            }
        }
    }

    private func rest(of stream: EventReader) async throws -> [String] {
        var types: [String] = []
        while let event = try await stream.next() {
            if event.typeName != "ping" { types.append(event.typeName) }
        }
        return types
    }
}
