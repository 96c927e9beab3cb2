import ChatProtocol
import ChatStore
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
