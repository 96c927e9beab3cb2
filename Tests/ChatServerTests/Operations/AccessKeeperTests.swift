import ChatProtocol
import ChatStore
import Logging
import Testing

@testable import ChatServer

/// What has run out of time, and who takes it away.
@Suite(.timeLimit(.minutes(10))) struct AccessKeeperTests {
    @Test("A ban that has ended goes from the log, and the others stay there")
    func bans() async throws {
        try await TestServer.run { server in
            let (services, now) = (server.services, Timestamp.now())
            let bans = try [
                Self.ban("short", until: Self.time(now, hours: 1)),
                Self.ban("long", until: Self.time(now, hours: 3)), Self.ban("ever", until: nil),
            ]
            try await services.gate.accounts.change(by: nil) { _ in bans.map { .putBan($0) } }
            let keeper = AccessKeeper(services: services, logger: Logger(label: "test"))
            // As it does at its end: no clock tells what has ended.
            await keeper.writeDown(at: nil)
            #expect(try await services.store.access().bans.count == bans.count)
            await keeper.writeDown(at: Self.time(now, hours: 2))
            let left = Set(try await services.store.access().bans.map(\.id))
            #expect(left == ["long", "ever"])
            #expect(Set(services.gate.accounts.snapshot.bans.keys) == left)
        }
    }

    private static func time(_ now: Timestamp, hours: Int64) -> Timestamp {
        Timestamp(milliseconds: now.milliseconds + hours * 3_600_000)
    }

    private static func ban(_ id: String, until time: Timestamp?) throws -> ServerBan {
        ServerBan(
            id: id,
            name: try MemberName(id),
            address: nil,
            until: time,
            reason: nil,
            madeBy: try MemberName("op"),
            createdAt: .now()
        )
    }
}
