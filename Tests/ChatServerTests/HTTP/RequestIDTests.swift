import Testing

@testable import ChatServer
@testable import ChatStore

@Suite struct RequestIDTests {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    @Test("A request is called what it calls itself, else by its trace, else anew")
    func names() {
        let ids = RequestIDs()
        let parent = "00-\(Self.trace)-00f067aa0ba902b7-01"
        #expect(ids.id(asked: "mine", trace: parent) == "mine")
        #expect(ids.id(asked: nil, trace: parent) == Self.trace)
        #expect(ids.id(asked: "not visible ", trace: parent) == Self.trace)
        // A later version may have more parts.
        #expect(ids.id(asked: nil, trace: "01-\(Self.trace)-00f067aa0ba902b7-01-x") == Self.trace)
        let (first, second) = (ids.id(asked: nil), ids.id(asked: nil))
        #expect(first != second && first != Self.trace)
    }

    @Test("Two names do not tell how many requests came between them, and none comes twice")
    func scattered() throws {
        let ids = RequestIDs()
        let numbers = try (0..<10_000).map { _ in
            let part = try #require(ids.id(asked: nil).split(separator: "-").last)
            return try #require(UInt64(part, radix: 36))
        }
        #expect(Set(numbers).count == numbers.count)
        let near = zip(numbers, numbers.dropFirst()).filter { $1 &- $0 < 1 << 32 }
        #expect(near.count < 10)
    }

    @Test("What the log says of a store that failed names the request, whichever way it went")
    func failures() async throws {
        let lines = KeptLines()
        try await PeerServers.run(after: ["1", "2", "3"], logger: lines.logger) { servers in
            let server = servers.first
            try await server.say("hello")
            servers.database.fail(with: .unreachable("the test says so"))
            let asked: [(method: String, path: String, body: String?)] = [
                // Answered on the event loop, and by the router.
                ("POST", "/rooms/a/messages", "one"), ("GET", "/rooms/a/messages?since=all", nil),
            ]
            for (number, request) in asked.enumerated() {
                let answer = try await server.ask(
                    request.method,
                    request.path,
                    request.body,
                    type: "text/plain",
                    headers: [("X-Request-Id", "named-\(number)")]
                )
                #expect(answer.field("code") == "storage_unavailable", "\(answer)")
            }
            let told = lines.all.filter { $0.hasPrefix("the store failed") }
            #expect(told.allSatisfy { $0.contains("request_id=named-") }, "\(told)")
            for number in asked.indices {
                #expect(told.contains { $0.contains("request_id=named-\(number)") }, "\(told)")
            }
            servers.database.fail(with: nil)
        }
    }

    @Test(
        "What names no trace is passed over",
        arguments: [
            "", "-", "00", "00-\(trace)", "00-\(trace)-00f067aa0ba902b7",
            "00-\(trace)-00f067aa0ba902b7-01-x", "ff-\(trace)-00f067aa0ba902b7-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)0-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-\(trace)-0000000000000000-01", "00-\(trace)-00f067aa0ba902b7-0g",
            "0-\(trace)-00f067aa0ba902b7-01",
        ]
    )
    func others(_ parent: String) {
        #expect(RequestIDs().id(asked: nil, trace: parent) != Self.trace)
    }
}
