import ChatProtocol
import Testing

@testable import ChatServer

/// Who gives no name acts as the shared guest, and a ban of that name is one of them too.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SharedGuestTests {
    private static let acts = [
        ("POST", "/rooms/public/messages", "x"), ("POST", "/rooms/public/messages?", "x"),
        ("POST", "/rooms/new/messages", "x"), ("POST", "/rooms/public/typing", ""),
        ("PUT", "/rooms/public/read", #"{"seq":1}"#), ("PUT", "/rooms/public/files/f.txt", "x"),
        ("PUT", "/rooms/public/members/guest", ""), ("PUT", "/rooms/public/stream", "x\n"),
    ]

    // The ban held for who gave the name, and not for who gave none.
    @Test("Whoever gives no name does nothing while the shared guest is banned, and reads")
    func banned() async throws {
        try await AccessWorld.run("open") { world in
            let ban = #"{"name":"guest","reason":"enough"}"#
            try await world.done(.tokenOperator, "POST", "/bans", ban)
            for (method, path, body) in Self.acts {
                let answer = try await world.ask(method, path, by: nil, body: body)
                #expect(answer.status == 403, "\(method) \(path): \(answer)")
                #expect(answer.code == "banned", "\(method) \(path): \(answer)")
            }
            let read = try await world.ask("GET", "/rooms/public/messages", by: nil)
            #expect(read.status == 200 && !read.body.contains("guest"), "\(read)")
            let named = world.credentials[.guest]
            let other = try await world.ask("POST", "/rooms/public/messages", by: named, body: "x")
            #expect(other.status == 201, "\(other)")
        }
    }

    @Test(
        "A ban of an operator's name, which would keep nobody out, is refused",
        arguments: ["operator", "OPERATOR", "accountOperator"]
    )
    func operators(name: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let answer = try await world.ask(
                "POST",
                "/bans",
                by: world.credentials[.tokenOperator],
                body: #"{"name":"\#(name)"}"#
            )
            #expect(answer.code == "bad_parameter", "\(answer)")
            let bans = try await world.ask("GET", "/bans", by: world.credentials[.tokenOperator])
            #expect(!bans.body.contains(#""name":"\#(name)""#), "\(bans)")
        }
    }
}
