import ChatProtocol
import ChatStore
import Foundation
import Logging
import Testing

@testable import ChatServer

/// A server whose machine is forty days ahead of its log, as one of several with a wrong clock is.
@Suite(.timeLimit(.minutes(10))) struct LogClockTests {
    private static let ahead: Int64 = 40 * 86_400_000

    private func world(_ body: @Sendable (AccessWorld) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "burble-clock-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try ChatStore.open(folder: folder) {
            Timestamp(milliseconds: Timestamp.now().milliseconds - Self.ahead)
        }
        let given = ["auth": "accounts"]
        try await TestServer.run(in: folder, store: store, given: given) { server in
            var world = AccessWorld(server: server)
            world.credentials[.tokenOperator] = "Bearer \(try server.operatorToken())"
            for person in [AccessWorld.Person.owner, .member, .muted, .roomBanned, .houseBanned] {
                world.credentials[person] = try await world.account(person.rawValue)
            }
            try await body(world)
        }
    }

    @Test("What is for half an hour lasts, and nothing is old")
    func lasts() async throws {
        try await world { world in
            let room = "/rooms/public"
            try await world.done(.owner, "PUT", room, #"{"retention":{"days":30}}"#)
            for (name, fields) in [
                ("muted", #"{"mutedUntil":"30m"}"#),
                ("roomBanned", #"{"role":"banned","until":"30m"}"#),
            ] { try await world.done(.owner, "PUT", "\(room)/members/\(name)", fields) }
            let ban = #"{"name":"houseBanned","until":"30m"}"#
            try await world.done(.tokenOperator, "POST", "/bans", ban)
            try await world.done(.tokenOperator, "POST", "/invites", #"{"expiresIn":"30m"}"#)
            for number in 0..<3 {
                _ = try await world.post("\(room)/messages", "needle \(number)", as: .owner)
            }
            let (services, log) = (world.server.services, Logger(label: "test"))
            let settled = services.store.clock.settled
            try await RoomKeeper(services: services, logger: log).removeOld(at: settled)
            await AccessKeeper(services: services, logger: log).writeDown(at: settled)
            let refused: [(AccessWorld.Person, String)] = [
                (.muted, "muted"), (.roomBanned, "banned"), (.houseBanned, "banned"),
            ]
            for (person, code) in refused {
                let answer = try await world.ask("POST", "\(room)/messages", as: person, body: "x")
                #expect(answer.code == code, "\(person): \(answer)")
            }
            let access = try await services.store.access()
            #expect(access.bans.count == 1 && access.invites.count == 1)
            let since = "/stream?format=ndjson&rooms=public&since=10m"
            let told = try await world.ask("GET", since, as: .owner).body
            #expect(told.contains("needle 0") && told.contains("needle 2"), "\(told)")
        }
    }

    @Test("A token is good for its time, and a pause as long as it says")
    func passes() async throws {
        try await world { world in
            let room = "/rooms/public"
            try await world.done(.owner, "PUT", room, #"{"slowSeconds":3600}"#)
            let made = try await world.ask(
                "POST",
                "/tokens",
                as: .member,
                body: #"{"label":"short","expiresIn":"30m"}"#
            )
            #expect(made.status == 201, "\(made)")
            let time = try #require(made.body.firstMatch(of: /"expiresAt":"([^"]+)"/)?.output.1)
            let end = try #require(Timestamp(String(time)))
            #expect(end < Timestamp.now())
            let token = try #require(made.body.firstMatch(of: /"token":"([^"]+)"/)?.output.1)
            for code in [nil, "slow_mode"] {
                let answer = try await world.ask(
                    "POST",
                    "\(room)/messages",
                    by: "Bearer \(token)",
                    body: "x"
                )
                #expect(answer.code == code, "\(answer)")
            }
        }
    }
}
