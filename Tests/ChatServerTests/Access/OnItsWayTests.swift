import ChatProtocol
import ChatStore
import Foundation
import Synchronization
import TestConnections
import Testing

@testable import ChatServer

/// What was on its way into a room is said in no other that has got its name meanwhile.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct OnItsWayTests {
    private static let rest =
        "Content-Type: application/partial-upload\r\nUpload-Offset: 4\r\nUpload-Complete: ?1\r\n"

    /// Takes the private room away, and makes a public one of its name.
    private func replace(_ world: AccessWorld) async throws {
        try await world.done(.owner, "DELETE", "/rooms/private")
        let cleo = try await world.account("cleo")
        #expect(try await world.ask("PUT", "/rooms/private", by: cleo, body: "{}").status == 201)
    }

    private func begin(
        _ path: String,
        by credentials: String?,
        _ world: AccessWorld
    ) async throws -> String {
        let begun = try await world.ask(
            "PUT",
            path,
            by: credentials,
            fields: "Upload-Complete: ?0\r\n",
            body: "half"
        )
        #expect(begun.status == 201, "\(begun)")
        return try #require(begun.fields["location"])
    }

    private func end(
        _ upload: String,
        by credentials: String?,
        _ world: AccessWorld
    ) async throws -> AccessWorld.Answer {
        try await world.ask("PATCH", upload, by: credentials, fields: Self.rest, body: "rest")
    }

    // It became a message of the new room.
    @Test("An upload in several requests ends with its room")
    func severalRequests() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = world.credentials[.member]
            let upload = try await begin("/rooms/private/files/plan.txt", by: member, world)
            try await replace(world)
            let answer = try await end(upload, by: member, world)
            #expect(answer.code == "upload_not_found", "\(answer)")
            let seen = try await world.ask("GET", "/rooms/private/messages", by: member)
            #expect(seen.status == 200 && !seen.body.contains("plan.txt"), "\(seen)")
        }
    }

    @Test("An upload in one request is refused when its room was taken away meanwhile")
    func oneRequest() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = try #require(world.credentials[.member])
            try await RawConnection.open(port: world.server.port) { client in
                try await client.send(
                    "PUT /rooms/private/files/plan.txt HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: \(member)\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 8\r\n\r\n"
                )
                // So the server waits for the body.
                #expect(try await client.head().status == 100)
                try await client.send("half")
                try await replace(world)
                try await client.send("rest")
                #expect(try await client.head().status == 404)
            }
        }
    }

    @Test("A writer of a room writes in no other of its name")
    func writer() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let room = try RoomName("private")
            let member = try await world.caller(.member)
            let writer = try await gate.writer(in: room, member)
            #expect(writer.isIn(writer.mark) && writer.isIn(RoomMark(nil)))
            try await replace(world)
            let draft = try writer.draft(.text("top secret"))
            #expect(!draft.makesRoom)
            let refusal = await #expect(throws: Problem.self) { try await writer.post(draft) }
            #expect(refusal?.code == "room_not_found")
            let now = try await gate.writer(in: room, member)
            #expect(!now.isIn(writer.mark) && now.isIn(gate.mark(of: room)))
        }
    }

    @Test("A reader of a room reads no other of its name, which everybody may read")
    func reader() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let room = try RoomName("private")
            let member = try await world.caller(.member)
            let reader = try await gate.reader(of: room, member)
            let query = EventQuery.history(of: room, limit: 1)
            #expect(try await reader.page(query).events.count == 1)
            #expect(reader.isOpen)
            try await replace(world)
            #expect(!reader.isOpen)
            let gone = StoreError.roomNotFound(room)
            await #expect(throws: gone) { try await reader.page(query) }
            await #expect(throws: gone) { try await reader.events(query) }
            let refusal = await #expect(throws: Problem.self) { try await reader.message(1) }
            #expect(refusal?.code == "room_not_found")
        }
    }

    @Test("What is on its way into a room that was taken away does not make it anew")
    func open() async throws {
        try await AccessWorld.run("open") { world in
            let gate = world.server.services.gate
            let guest = try await world.caller(.guest)
            let writer = try await gate.writer(in: RoomName("public"), guest, .makes)
            #expect(try !writer.draft(.text("x")).makesRoom)
            let new = try await gate.writer(in: RoomName("new"), guest, .makes)
            #expect(try new.draft(.text("x")).makesRoom)
        }
    }

    // Nobody is muted where there is no room, so that a mute was not looked for at its end.
    @Test(
        "What was on its way before its room was there is judged by the mutes of that room",
        arguments: ["POST /rooms/new/messages", "PUT /rooms/new/files/plan.txt"]
    )
    func muted(line: String) async throws {
        try await AccessWorld.run("open") { world in
            let member = try #require(world.credentials[.member])
            try await RawConnection.open(port: world.server.port) { client in
                try await client.send(
                    "\(line) HTTP/1.1\r\nHost: x\r\nAuthorization: \(member)\r\n"
                        + "Idempotency-Key: k\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 8\r\n\r\n"
                )
                // So the server waits for the body.
                #expect(try await client.head().status == 100)
                try await world.done(.owner, "PUT", "/rooms/new", "{}")
                let mute = #"{"mutedUntil":"1h"}"#
                try await world.done(.owner, "PUT", "/rooms/new/members/member", mute)
                try await client.send("halfrest")
                let answer = try await client.answer()
                #expect(answer.status == 403, "\(answer)")
                #expect(answer.body.contains(#""code":"muted""#), "\(answer)")
            }
        }
    }

    @Test("A writer of a room that was not there yet speaks as slowly as anybody in it")
    func slow() async throws {
        try await AccessWorld.run("open") { world in
            let gate = world.server.services.gate
            let member = try await world.caller(.member)
            let writer = try await gate.writer(in: RoomName("new"), member, .makes)
            try await world.done(.owner, "PUT", "/rooms/new", #"{"slowSeconds":600}"#)
            _ = try await world.post("/rooms/new/messages", "x", as: .member)
            let draft = try writer.draft(.text("too soon"))
            let refusal = await #expect(throws: Problem.self) { try await writer.post(draft) }
            #expect(refusal?.code == "slow_mode")
        }
    }

    @Test("An import goes into no other room of the name")
    func imports() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let room = try RoomName("private")
            let importer = try await gate.importer(into: room, world.caller(.tokenOperator))
            try await replace(world)
            let row = ImportRow(
                at: Timestamp(milliseconds: 1),
                user: try MemberName("ann"),
                content: .message(Message(text: "top secret"))
            )
            let batch = ImportBatch(room: room, rows: [row], memory: ImportMemory())
            let refusal = await #expect(throws: Problem.self) { try await importer.take(batch) }
            #expect(refusal?.code == "room_not_found")
        }
    }

    // Another server may have taken the room away while this one was not there.
    @Test("An upload that outlasts the server goes on in its room, and in no other of its name")
    func restart() async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let ann = "Basic " + Data("ann:".utf8).base64EncodedString()
        let begun = Mutex<[String]>([])
        try await TestServer.run(in: folder) { server in
            let world = AccessWorld(server: server)
            _ = try await world.ask("POST", "/rooms/a/messages", by: ann, body: "x")
            for name in ["own", "other"] {
                let upload = try await begin("/rooms/a/files/\(name)", by: ann, world)
                begun.withLock { $0.append(upload) }
            }
        }
        let uploads = begun.withLock { $0 }
        let id = try #require(uploads.last?.split(separator: "/").last)
        let path = "\(folder)/files/incoming/\(id)"
        var record = try #require(UploadRecord.read(beside: path))
        record.roomMadeAt = try #require(record.roomMadeAt) - 1
        try record.write(beside: path)
        try await TestServer.run(in: folder) { server in
            let world = AccessWorld(server: server)
            var statuses: [Int] = []
            for upload in uploads {
                statuses.append(try await end(upload, by: ann, world).status)
            }
            #expect(statuses == [201, 404])
            #expect(try server.services.files.folder.incomingNames == [])
        }
    }
}
