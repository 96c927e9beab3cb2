import ChatProtocol
import ChatStore
import HTTPTypes
import NIOHTTP1
import TestConnections
import TestTools
import Testing

@testable import ChatServer

/// Methods that only read, on a server on which nothing was written.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SafeMethodTests {
    // Seen as S7, C05 and C08: reading made rooms: pictures of a web page filled the server for
    // ever.
    @Test("No GET and no HEAD of any address makes a room", arguments: ["GET", "HEAD"])
    func makesNothing(method: String) async throws {
        try await TestServer.run { server in
            for operation in APIOperations.all where operation.method == .get {
                let query = operation.query(
                    of: ["rooms": "x,y", "q": "x", "limit": "1", "timeout": "1s", "every": "1"]
                )
                let path = operation.path.replacing("{room}", with: "new")
                    .replacing("{seq}", with: "1")
                try await RawConnection.open(port: server.port) { client in
                    try await client.send(
                        "\(method) \(path)?\(query) HTTP/1.1\r\n"
                            + "Host: localhost\r\nConnection: close\r\n\r\n"
                    )
                    let status = try await client.head().status
                    if path.hasSuffix("rooms/new/stream") { #expect(status == 200) }
                }
            }
            #expect(server.services.rooms.count == 0)
            #expect(try await server.services.store.rooms().isEmpty)
        }
    }

    @Test("A stream of a room that nobody has written to waits for its first message")
    func waits() async throws {
        try await TestServer.run { server in
            let room = try Fixture.room("new")
            try await TestConnection.open(server) { reader in
                let events = try await EventReader.open(
                    reader,
                    "/rooms/new/stream",
                    as: "bob",
                    format: .ndjson
                )
                let first = try await events.next()
                guard case .control(.open(let rooms, heartbeat: _))? = first else {
                    Issue.record("the stream does not begin with open")
                    return
                }
                #expect(rooms.map(\.newest) == [0])
                #expect(server.services.rooms.room(named: room) == nil)
                try await server.say("first", in: "new")
                #expect(try await events.nextDurable().seq == 1)
                // Who waited is here, though the room was made after the stream began.
                let made = try #require(server.services.rooms.room(named: room))
                await until { await made.here.map(\.description) == ["bob"] }
            }
        }
    }
}
