import ChatProtocol
import Synchronization
import Testing

@testable import ChatServer
@testable import ChatStore

/// Two servers of one log: which room has a name, when one takes it away and makes another.
@Suite(.serialized, .timeLimit(.minutes(10))) struct PeerRoomTests {
    private static let token = ("Authorization", "Bearer \(PeerServers.token)")

    @Test("When a room was made is what the log says, however a server came to know of it")
    func madeAt() async throws {
        try await PeerServers.run { servers in
            let (first, second) = (servers.first, servers.second)
            let imported = try await first.ask(
                "POST",
                "/rooms/imported/import",
                "at,user,text\n2020-01-01T00:00:00Z,eve,hi\n",
                type: "text/csv",
                as: nil,
                headers: [Self.token]
            )
            #expect(imported.status == 200, "\(imported.text)")
            #expect(try await first.ask("PUT", "/rooms/empty", "{}").status == 201)
            for room in ["empty", "said"] { try await first.say("hello", in: room) }
            servers.secondLog.ring()
            try await second.services.store.reachNewest(within: .seconds(300))
            for name in ["imported", "empty", "said"] {
                let room = try RoomName(name)
                let row = try #require(try await second.services.store.room(room))
                for server in [first, second] {
                    let facts = try #require(server.services.rooms.room(named: room)?.facts)
                    #expect(facts.madeAt == row.createdAt, "\(name)")
                }
            }
        }
    }

    private func replace(at server: TestServer) async throws {
        let dropped = try await server.ask("DELETE", "/rooms/a", as: nil, headers: [Self.token])
        #expect(dropped.status == 204)
        try await server.say("new")
    }

    @Test("What is written where a room's end was not heard of goes into no other of its name")
    func late() async throws {
        try await PeerServers.run(after: ["old"]) { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            let (gate, room) = (servers.second.services.gate, try RoomName("a"))
            let ann = Caller(identity: .guest(try MemberName("ann")), address: "")
            let writer = try await gate.writer(in: room, ann)
            let marking = try await gate.marking(in: room, ann)
            let moderator = try await gate.moderator(
                of: room,
                Caller(identity: .operator, address: "")
            )
            try await replace(at: servers.first)
            await #expect(throws: Problem.self) {
                try await writer.post(writer.draft(.text("late")))
            }
            await #expect(throws: Problem.self) {
                try await writer.amend(.edit(text: "late"), of: 1, key: nil)
            }
            await #expect(throws: Problem.self) {
                try await marking.mark(through: 1, isShown: false)
            }
            await #expect(throws: Problem.self) { try await moderator.delete { _ in } }
            let rows = try await servers.first.ask("GET", "/rooms/a/messages")
            #expect(rows.text.contains("new") && !rows.text.contains("late"), "\(rows.text)")
        }
    }

    @Test("What is read where a room's end was not heard of is of no other of its name")
    func lateRead() async throws {
        try await PeerServers.run(after: ["old"]) { servers in
            servers.hub.isCut.store(true, ordering: .relaxed)
            let (gate, room) = (servers.second.services.gate, try RoomName("a"))
            let ann = Caller(identity: .guest(try MemberName("ann")), address: "")
            let reader = try await gate.reader(of: room, ann)
            let query = EventQuery.history(of: room, limit: 9)
            #expect(try await reader.events(query).count == 1)
            try await replace(at: servers.first)
            let gone = StoreError.roomNotFound(room)
            await #expect(throws: gone) { try await reader.page(query) }
            await #expect(throws: gone) { try await reader.events(query) }
            let refusal = await #expect(throws: Problem.self) { try await reader.message(1) }
            #expect(refusal?.code == "room_not_found")
        }
    }

    @Test(
        "A room that one server took away a moment ago is made anew at the other",
        arguments: [("a", "{}"), ("a", #"{"topic":"tea"}"#), ("empty", "{}")]
    )
    func again(name: String, change: String) async throws {
        try await PeerServers.run(after: ["old"]) { servers in
            let (first, second, path) = (servers.first, servers.second, "/rooms/\(name)")
            for (room, change) in [("a", #"{"topic":"tea"}"#), ("empty", "{}")] {
                let made = try await first.ask("PUT", "/rooms/" + room, change)
                #expect((200...201).contains(made.status), "\(made.text)")
            }
            #expect(try await second.ask("PUT", path, change).status == 200)
            servers.hub.isCut.store(true, ordering: .relaxed)
            let gone = try await first.ask("DELETE", path, as: nil, headers: [Self.token])
            #expect(gone.status == 204)
            let made = try await second.ask("PUT", path, change)
            #expect(made.status == 201, "\(made.text)")
            let rows = try await first.ask("GET", path + "/messages")
            #expect(rows.status == 200 && !rows.text.contains("old"), "\(rows.text)")
        }
    }
}
