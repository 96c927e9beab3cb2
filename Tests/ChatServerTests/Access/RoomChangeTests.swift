import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// A change of a room is what is otherwise than before.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RoomChangeTests {
    @Test("What a room is already is no news")
    func news() throws {
        let facts = RoomFacts(new: try RoomName("a"))
        let nothing = RoomChange(
            topic: "",
            visibility: .public,
            slowSeconds: 0,
            retention: Retention()
        )
        #expect(facts.news(in: nothing) == RoomChange())
        let change = RoomChange(
            topic: "t",
            visibility: .private,
            slowSeconds: 5,
            retention: Retention(days: 3)
        )
        #expect(facts.news(in: change) == change)
        let mixed = RoomChange(topic: "t", visibility: .public)
        #expect(facts.news(in: mixed) == RoomChange(topic: "t"))
    }

    @Test("A change that changes nothing makes no event, and is refused to who may make none")
    func unchanged() async throws {
        try await AccessWorld.run("accounts") { world in
            func newest() async throws -> Int64? {
                try await world.server.services.store.room(RoomName("public"))?.newest
            }
            let before = try #require(try await newest())
            let changes = [
                #"{"topic":"t"}"#, #"{"slowSeconds":5}"#, #"{"retention":{"days":9}}"#,
            ]
            for body in changes {
                for _ in 0..<3 { try await world.done(.owner, "PUT", "/rooms/public", body) }
            }
            let same = #"{"topic":"t","visibility":"public","slowSeconds":5}"#
            try await world.done(.owner, "PUT", "/rooms/public", same)
            #expect(try await newest() == before + 3)
            // Of several fields those alone are told that are otherwise.
            let mixed = #"{"topic":"u","visibility":"public","slowSeconds":5}"#
            try await world.done(.owner, "PUT", "/rooms/public", mixed)
            let log = try await world.ask(
                "GET",
                "/rooms/public/events?format=text&types=room&limit=1",
                as: .owner
            )
            let lines = log.body.split(separator: "\n").filter { $0.hasPrefix("# owner ") }
            #expect(lines == ["# owner changed the topic to: u"], "\(log.body)")
            let topic = #"{"topic":"u"}"#
            let refused = try await world.ask("PUT", "/rooms/public", as: .member, body: topic)
            #expect(refused.code == "moderator_needed", "\(refused)")
            let audit = try await world.ask("GET", "/audit?limit=500", as: .owner).body
            #expect(audit.ranges(of: #""action":"room_changed""#).count == 4)
        }
    }

    @Test("A room that is made as every room is at its beginning tells of its owner alone")
    func founded() async throws {
        try await AccessWorld.run("accounts") { world in
            let body = #"{"topic":"","visibility":"public","slowSeconds":0,"retention":{}}"#
            try await world.done(.owner, "PUT", "/rooms/plain", body)
            let made = try await world.server.services.store.room(RoomName("plain"))
            #expect(made?.newest == 1)
        }
    }
}
