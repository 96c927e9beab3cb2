import ChatProtocol
import ChatStore
import Foundation
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
        let draft = Draft(
            room: try RoomName("log"),
            user: try MemberName("ann"),
            content: .message(Message(text: text))
        )
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
        after change: Change
    ) async throws -> [String] {
        guard let path = paths.first else {
            try await make(change, at: server)
            return []
        }
        return try await RawConnection.open(port: server.port, kernelBytes: 8192) { client in
            let fields = "Host: x\r\nConnection: close\r\n"
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
            let all = try await rests(of: Self.paths[...], from: server, after: change)
            for (path, rest) in zip(Self.paths, all) {
                let end = Array("\r\n0\r\n\r\n".utf8)
                #expect(Array(rest.utf8.suffix(end.count)) != end, "\(path)")
                #expect(!rest.contains("another"), "\(path)")
            }
        }
    }
}
