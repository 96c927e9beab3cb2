import ChatStore
import Foundation
import TestTools
import Testing

@testable import ChatServer

/// What the operator is told of a disk or a log that takes nothing more.
@Suite(.timeLimit(.minutes(10))) struct SpaceWatchTests {
    /// A disk that has room, by its floor alone.
    private let space = DiskSpace(folder: NSTemporaryDirectory(), floor: 0)
    private let lines = KeptLines()

    private var watch: SpaceWatch { SpaceWatch(space: space, logger: lines.logger) }

    @Test("What begins to refuse is told once, and that it is over once there is room for a while")
    func told() {
        var memory = watch.look(after: SpaceWatch.Memory())
        #expect(lines.all.isEmpty)
        space.change(floor: .max)
        for _ in 1...10 { memory = watch.look(after: memory) }
        #expect(lines.all.count == 1)
        #expect(lines.all[0].contains("refused"), "\(lines.all)")
        #expect(lines.all[0].hasSuffix("setting=disk-floor"), "\(lines.all)")
        // Room that goes again within moments is none.
        space.change(floor: 0)
        for _ in 1..<SpaceWatch.calmLooks { memory = watch.look(after: memory) }
        space.change(floor: .max)
        memory = watch.look(after: memory)
        #expect(lines.all.count == 1)
        space.change(floor: 0)
        for _ in 1...10 { memory = watch.look(after: memory) }
        #expect(lines.all.count == 2)
        #expect(lines.all[1] == "there is room again setting=disk-floor")
    }

    @Test("A server that is started where there is no room says so")
    func start() async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.run(
            in: folder,
            given: ["log-quota": "1"],
            logger: lines.logger
        ) { server in
            await until { lines.all.contains { $0.hasSuffix("setting=log-quota") } }
            let health = try await server.ask("GET", "/healthz")
            #expect(health.status == 200)
        }
    }
}
