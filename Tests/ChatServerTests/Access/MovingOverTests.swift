import ChatProtocol
import Foundation
import Testing

@testable import ChatServer
@testable import ChatStore

/// A services of before there were accounts becomes one with accounts.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MovingOverTests {
    @Test("It keeps all that was said and read, and the names of those who spoke for whom it says")
    func opens() async throws {
        let folder = NSTemporaryDirectory() + "burble-old-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await Self.make(in: folder)
        let given = [
            "auth": "accounts", "registration": "open", "listen": "127.0.0.1:0", "data": folder,
            "host": "x", "sign-in-rate": "1000",
        ]
        try await TestServer.run(in: folder, given: given) { server in
            let world = AccessWorld(server: server)
            let page = try await world.ask("GET", "/rooms/general/messages", by: nil)
            #expect(page.status == 200)
            for part in [#""text":"changed""#, #""user":"Alice""#, #""👍":1"#, #""seq":2"#] {
                #expect(page.body.contains(part), "\(part): \(page.body)")
            }
            let log = try await world.ask("GET", "/rooms/general/events?format=text", by: nil)
            #expect(log.body.contains("first") && log.body.contains("changed"), "\(log.body)")
            // Nobody speaks by a name alone any more, nor takes the name of who has spoken.
            let guest = "Basic " + Data("Alice:".utf8).base64EncodedString()
            #expect(try await world.ask("GET", "/rooms", by: guest).code == "bad_credentials")
            for name in ["Alice", "alice", "bob"] {
                #expect(try await register(name, world, by: nil).code == "name_taken", "\(name)")
            }
            #expect(try await register("carl", world, by: nil).status == 201)
            let token = "Bearer \(try server.operatorToken())"
            #expect(try await register("alice", world, by: token).status == 201)
            let password = Data("alice:correct horse".utf8).base64EncodedString()
            let rooms = try await world.ask("GET", "/rooms", by: "Basic \(password)")
            #expect(rooms.body.contains(#""read":2"#), "\(rooms.body)")
            let own = try await world.ask(
                "PATCH",
                "/rooms/general/messages/1",
                by: "Basic \(password)",
                body: "mine"
            )
            #expect(own.status == 200, "\(own)")
        }
    }

    @Test("What a guest has read is another person's, unless the operator gives the name")
    func marks() async throws {
        try await TestServer.run(given: ["auth": "open", "registration": "open"]) { server in
            let world = AccessWorld(server: server)
            func basic(_ words: String) -> String {
                "Basic " + Data(words.utf8).base64EncodedString()
            }
            let path = "/rooms/general"
            _ = try await world.ask("POST", "\(path)/messages", by: nil, body: "x")
            let token = "Bearer \(try server.operatorToken())"
            let cases: [(String, String?, Bool)] = [("mia", nil, false), ("max", token, true)]
            for (name, giver, isKept) in cases {
                let mark = #"{"seq":1}"#
                let read = try await world.ask(
                    "PUT",
                    "\(path)/read",
                    by: basic(name + ":"),
                    body: mark
                )
                #expect(read.status == 200, "\(read)")
                #expect(try await register(name, world, by: giver).status == 201)
                let own = basic(name + ":correct horse")
                let rooms = try await world.ask("GET", "/rooms", by: own)
                #expect(rooms.body.contains(#""read":1"#) == isKept, "\(rooms)")
            }
        }
    }

    private func register(
        _ name: String,
        _ world: AccessWorld,
        by credentials: String?
    ) async throws -> AccessWorld.Answer {
        let fields = #"{"name":"\#(name)","password":"correct horse"}"#
        return try await world.ask("POST", "/accounts", by: credentials, body: fields)
    }

    /// Makes a data folder as that version wrote it.
    private static func make(in folder: String) async throws {
        let name = try #require(LogName("older"))
        let database = try SQLiteDatabase(
            DataFolder(folder),
            options: StoreOptions(),
            version: 2
        ) { name }
        let at = 1_790_000_000_000
        try await database.write { session in
            for text in Self.schema + [
                "INSERT INTO rooms VALUES (1, 'general', 'old topic', 'public', \(at))",
                event(1, "Alice", "'message', 'first', NULL, NULL, NULL"),
                event(2, "bob", "'message', 'second', NULL, NULL, NULL"),
                event(3, "Alice", "'edit', 'changed', 1, NULL, NULL"),
                event(4, "bob", "'react', NULL, 1, '👍', 1"),
                "INSERT INTO reads VALUES ('alice', 'general', 2)",
            ] { try session.run(text, []) }
        }
    }

    /// What the last version without accounts had beyond the second schema.
    private static let schema = [
        """
        CREATE TABLE amendments (message INTEGER PRIMARY KEY, new_text TEXT, edited_at INTEGER,
        is_deleted INTEGER NOT NULL, counts TEXT)
        """,
        """
        CREATE TABLE reactions (message INTEGER NOT NULL, emoji TEXT NOT NULL, member TEXT NOT NULL,
        PRIMARY KEY (message, emoji, member)) WITHOUT ROWID
        """,
        "ALTER TABLE events ADD COLUMN logged_at INTEGER",
        "CREATE INDEX events_imported ON events (room, at) WHERE logged_at IS NOT NULL",
        """
        CREATE INDEX events_by_file ON events (file_sha256) WHERE file_sha256 IS NOT NULL
        """,
        "PRAGMA user_version = 5",
    ]

    private static func event(_ number: Int, _ user: String, _ rest: String) -> String {
        """
        INSERT INTO events (position, room, seq, at, user_name, type, text, target, emoji, is_on)
        VALUES (\(number), 1, \(number), \(1_790_000_000_000 + number), '\(user)', \(rest))
        """
    }
}
