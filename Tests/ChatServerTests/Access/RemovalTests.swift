import ChatProtocol
import ChatStore
import Foundation
import Logging
import NIOHTTP1
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct RemovalTests {
    private func post(_ count: Int, to room: String, _ client: TestConnection) async throws {
        for number in 1...count { try await client.post("word \(number)", in: room) }
    }

    private func rule(_ rule: String, _ server: TestServer, _ client: TestConnection) async throws {
        let fields = [
            ("Authorization", "Bearer \(try server.operatorToken())"),
            ("Content-Type", "application/json"),
        ]
        let body = Array(rule.utf8)
        let answer = try await client.ask(.PUT, "/rooms/a", headers: fields, body: body)
        #expect(answer.head.status == .ok)
        let keeper = RoomKeeper(services: server.services, logger: .init(label: "test"))
        try await keeper.removeOld(at: .now())
    }

    private func text(_ path: String, _ client: TestConnection) async throws -> String {
        String(decoding: try await client.ask(.GET, path).body, as: UTF8.self)
    }

    /// Asks on a connection of its own, which a stream closes.
    private func alone(_ path: String, _ server: TestServer) async throws -> String {
        try await TestConnection.open(server) { client in
            String(decoding: try await client.ask(.GET, path).body, as: UTF8.self)
        }
    }

    @Test("A room keeps so many events; the others are in no page, stream, search or cursor")
    func events() async throws {
        try await TestServer.asking { server, client in
            try await post(20, to: "a", client)
            let log = server.services.store.log
            try await rule(#"{"retention":{"events":5}}"#, server, client)
            let rows = try await text("/rooms/a/events?format=ndjson", client)
            #expect(rows.split(separator: "\n").count == 5)
            #expect(!rows.contains("word 16\"") && rows.contains("word 17\""))
            #expect(try await text("/rooms/a/messages", client).contains("\"atStart\":true"))
            #expect(try await !text("/search?q=word&limit=100", client).contains("word 16\""))
            let path = "/rooms/a/stream?format=ndjson&limit=4&since="
            let stream = try await alone(path + "\(log).3", server)
            #expect(stream.contains(#""from":1,"to":16,"reason":"retention""#))
            #expect(!stream.contains("word 16\"") && stream.contains("word 17\""))
            for part in ["stream?on_gap=fail&", "events?", "messages?format=ndjson&"] {
                let answer = try await client.ask(.GET, "/rooms/a/\(part)since=\(log).3")
                #expect(answer.head.status == .gone, "\(part)")
            }
            #expect(try await !alone(path + "all", server).contains("gap"))
        }
    }

    @Test("A room keeps its newest event, and its numbers go on")
    func newest() async throws {
        try await TestServer.asking { server, client in
            try await post(3, to: "a", client)
            try await rule(#"{"retention":{"events":1}}"#, server, client)
            try await post(1, to: "a", client)
            let rows = try await text("/rooms/a/events?format=ndjson", client)
            #expect(rows.contains(#""seq":4"#) && rows.contains(#""seq":5"#))
        }
    }

    @Test("A room is kept for so many days; when its oldest event was written is asked once")
    func days() async throws {
        try await TestServer.asking { server, client in
            try await post(3, to: "a", client)
            try await rule(#"{"retention":{"days":2}}"#, server, client)
            let name = try RoomName("a")
            let room = try #require(server.services.rooms.room(named: name))
            let oldest = try #require(room.facts.oldestAt)
            let keeper = RoomKeeper(services: server.services, logger: .init(label: "test"))
            func look(afterDays days: Int64) async throws {
                let time = oldest.milliseconds + days * 86_400_000
                try await keeper.removeOld(at: Timestamp(milliseconds: time))
            }
            try await look(afterDays: 1)
            #expect(room.facts.oldest == 1 && room.facts.oldestAt == oldest)
            try await look(afterDays: 3)
            #expect(room.facts.oldest == 4 && room.facts.oldestAt == nil)
            #expect(room.facts.newest == 4)
        }
    }

    // Seen as S7 and C08: a room could not be deleted, so a full server stayed full.
    @Test("A room that is taken away is gone everywhere; a new one of its name begins anew")
    func deletion() async throws {
        try await TestServer.asking { server, client in
            try await post(3, to: "a", client)
            try await post(1, to: "b", client)
            let fields = [("Authorization", "Bearer \(try server.operatorToken())")]
            let refused = try await client.ask(.DELETE, "/rooms/a", as: "ann")
            #expect(refused.head.status == .forbidden)
            try await TestConnection.open(server) { other in
                try await other.send(.GET, "/rooms/a/stream?tail=1")
                _ = try await other.head()
                var stream = ""
                while !stream.contains("word 3") {
                    let piece = try #require(try await other.piece())
                    stream += String(decoding: piece, as: UTF8.self)
                }
                let gone = try await client.ask(.DELETE, "/rooms/a", headers: fields)
                #expect(gone.head.status == .noContent)
                stream += String(decoding: try await other.body(), as: UTF8.self)
                #expect(stream.contains("# error 404 room_not_found"), "\(stream)")
                #expect(stream.contains("# bye: removed"), "\(stream)")
            }
            #expect(try await client.ask(.GET, "/rooms/a").head.status == .notFound)
            #expect(try await !text("/rooms", client).contains("\"name\":\"a\""))
            while try await server.services.store.removeDeleted() {}
            #expect(try await text("/search?q=word&limit=9", client).contains(#""room":"b""#))
            #expect(try await !text("/search?q=word&limit=9", client).contains(#""room":"a""#))
            try await post(1, to: "a", client)
            #expect(try await text("/rooms/a/messages", client).contains(#""seq":1"#))
            let again = try await client.ask(.DELETE, "/rooms/c", headers: fields)
            #expect(again.head.status == .notFound)
        }
    }
}
