import ChatProtocol
import ChatStore
import Foundation
import StreamingHTTP
import TestConnections
import Testing

@testable import ChatServer

/// Rows of which something is taken away while they are sent: what was cut must not look whole.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct CutRowsTests {
    /// What becomes of the room meanwhile.
    enum Change: CaseIterable, Sendable {
        case taken, replaced, shortened
    }

    /// Messages of nine kilobytes: together more than the sockets between take.
    private static let messages = 900
    private static let paths = ["events", "messages"].flatMap { view in
        Format.allCases.map { "/rooms/log/\(view)?format=\($0.rawValue)" }
    }

    private func fill(_ server: TestServer, with word: String) async throws {
        let store = server.services.store
        let text = String(repeating: word, count: 9000 / word.utf8.count)
        let draft = try Draft.said(text, in: "log")
        for _ in 0..<(Self.messages / 30) {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<30 { group.addTask { _ = try await store.append(draft) } }
                try await group.waitForAll()
            }
        }
    }

    private func make(_ change: Change, at server: TestServer) async throws {
        guard change != .shortened else { return try await shorten(server.services.store) }
        let token = ("Authorization", "Bearer \(try server.operatorToken())")
        let answer = try await server.ask("DELETE", "/rooms/log", as: nil, headers: [token])
        #expect(answer.status == 204)
        if change == .replaced { try await fill(server, with: "another ") }
    }

    /// Removes all but the newest message, as retention does.
    private func shorten(_ store: ChatStore) async throws {
        let (room, last) = (try RoomName("log"), Int64(Self.messages) - 1)
        var hasMore = true
        while hasMore {
            let removal = try await store.removeOldest(of: room, through: last, before: nil)
            hasMore = removal?.hasMore ?? false
        }
    }

    /// Begins all of the answers, makes the change, and gives what came of each afterwards.
    private func rests(
        of paths: ArraySlice<String>,
        from server: TestServer,
        after change: @Sendable () async throws -> Void
    ) async throws -> [String] {
        guard let path = paths.first else {
            try await change()
            return []
        }
        return try await RawConnection.open(port: server.port, kernelBytes: 8192) { client in
            let fields = "Host: x\r\nConnection: close\r\nAuthorization: Basic YW5uOg==\r\n"
            try await client.send("GET \(path) HTTP/1.1\r\n\(fields)\r\n")
            #expect(try await client.head().status == 200)
            // So it has begun.
            _ = try await client.read(count: 1000)
            let others = try await rests(of: paths.dropFirst(), from: server, after: change)
            return [await client.readUntilGone()] + others
        }
    }

    // It ended as if it were whole, and went on with the rows of the room that had the name next.
    @Test(
        "Rows in every form are cut off once their room, or what was to come of it, is gone",
        arguments: Change.allCases
    )
    func gone(change: Change) async throws {
        try await TestServer.run { server in
            try await fill(server, with: "said ")
            let all = try await rests(of: Self.paths[...], from: server) {
                try await make(change, at: server)
            }
            for (path, rest) in zip(Self.paths, all) {
                #expect(!Self.isWhole(rest), "\(path)")
                #expect(!rest.contains("another"), "\(path)")
            }
        }
    }

    private static func isWhole(_ rest: String) -> Bool {
        let end = Array("\r\n0\r\n\r\n".utf8)
        return Array(rest.utf8.suffix(end.count)) == end
    }

    private static let searches = ["newest", "rank"].map { order in
        "/search?q=said&rooms=log&format=ndjson&order=\(order)"
    }

    // Nothing more was found, and it ended as if there were nothing.
    @Test(
        "Rows of a search are cut off once a room that was asked for is gone",
        arguments: [Change.taken, .replaced]
    )
    func goneOfSearch(change: Change) async throws {
        try await TestServer.run { server in
            try await fill(server, with: "said ")
            let all = try await rests(of: Self.searches[...], from: server) {
                try await make(change, at: server)
            }
            for rest in all { #expect(!Self.isWhole(rest) && !rest.contains("another")) }
        }
    }

    @Test("Rows of every kind are cut off once their reader may not go on")
    func banned() async throws {
        try await TestServer.run { server in
            try await fill(server, with: "said ")
            let paths = Self.searches + ["/search?q=said&format=ndjson"] + Self.paths.prefix(4)
            let all = try await rests(of: paths[...], from: server) {
                let token = ("Authorization", "Bearer \(try server.operatorToken())")
                let ban = #"{"name":"ann"}"#
                let answer = try await server.ask("POST", "/bans", ban, as: nil, headers: [token])
                #expect(answer.status == 201)
            }
            for (path, rest) in zip(paths, all) { #expect(!Self.isWhole(rest), "\(path)") }
        }
    }

    // Who has no credentials at all was told that they are wrong.
    @Test("Who may not go on searching is told why, as everywhere")
    func reasons() async throws {
        try await AccessWorld.run("open") { world in
            let gate = world.server.services.gate
            let query = SearchQuery(try SearchWords("needle"), scope: .named([]))
            let address = ClientNetwork.key(of: IPAddress("192.0.2.7"))
            let stranger = try await gate.caller(nil, from: address, isPrivate: true)
            let member = try await world.caller(.member)
            let token = try await gate.caller(world.account("rita"), from: "", isPrivate: true)
            let searchers = try await [
                gate.searcher(stranger, in: nil), gate.searcher(member, in: nil),
                gate.searcher(token, in: [RoomName("public")]),
            ]
            for (ban, name) in [("address", "192.0.2.7"), ("name", "member")] {
                let body = #"{"\#(ban)":"\#(name)","reason":"noise"}"#
                try await world.done(.tokenOperator, "POST", "/bans", body)
            }
            try await world.done(.tokenOperator, "DELETE", "/accounts/rita")
            for (searcher, code) in zip(searchers, ["banned", "banned", "bad_credentials"]) {
                let page = await #expect(throws: StoreError.self) {
                    try await searcher.page(query, limit: 1)
                }
                #expect(page.map { Problem($0).code } == code)
                let ranked = await #expect(throws: StoreError.self) {
                    try await searcher.ranked(query)
                }
                #expect(ranked.map { Problem($0).code } == code)
            }
        }
    }
}
