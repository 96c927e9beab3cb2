import ChatProtocol
import Testing

@testable import ChatServer

/// What somebody left in a private room, and was put out of it, does not tell whether it still is.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct PutOutTests {
    // By a key that was used there, the room was told from one that was taken away.
    @Test("A key that was used in a private room is used, whatever becomes of the room")
    func key() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = world.credentials[.member]
            func post(_ room: String, _ text: String) async throws -> AccessWorld.Answer {
                try await world.ask(
                    "POST",
                    "/rooms/\(room)/messages",
                    by: member,
                    fields: "Idempotency-Key: k\r\n",
                    body: text
                )
            }
            #expect(try await post("private", "first").status == 201)
            try await world.done(.owner, "DELETE", "/rooms/private/members/member")
            #expect(try await post("public", "second").code == "key_used")
            try await world.done(.owner, "DELETE", "/rooms/private")
            #expect(try await post("public", "second").code == "key_used")
            while try await world.server.services.store.removeDeleted() {}
            #expect(try await post("public", "second").code == "key_used")
        }
    }
}
