import ChatProtocol
import Testing

@testable import ChatServer
@testable import ChatStore

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

    // The room was told from one that was taken away, and the upload could not be cancelled.
    @Test(
        "An upload into a private room ends with being in it as with the room",
        arguments: ["HEAD", "PATCH", "DELETE"]
    )
    func upload(method: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let fields =
                "Content-Type: application/partial-upload\r\nUpload-Offset: 4\r\n"
                + "Upload-Complete: ?1\r\n"
            var answers: [AccessWorld.Answer] = []
            for path in ["/rooms/private/members/member", "/rooms/private"] {
                let who = world.credentials[answers.isEmpty ? .member : .moderator]
                let begun = try await world.ask(
                    "PUT",
                    "/rooms/private/files/plan.txt",
                    by: who,
                    fields: "Upload-Complete: ?0\r\n",
                    body: "half"
                )
                let upload = try #require(begun.fields["location"], "\(begun)")
                try await world.done(.owner, "DELETE", path)
                answers.append(
                    try await world.ask(
                        method,
                        upload,
                        by: who,
                        fields: fields,
                        body: method == "PATCH" ? "rest" : nil
                    )
                )
            }
            for answer in answers {
                #expect(answer.status == 404)
                #expect(method == "HEAD" || answer.code == "upload_not_found", "\(answer)")
            }
            #expect(answers.first?.fields.keys.sorted() == answers.last?.fields.keys.sorted())
        }
    }

    @Test("A token that is good elsewhere does not find an upload, and leaves it")
    func elsewhere() async throws {
        try await AccessWorld.run("accounts") { world in
            let begun = try await world.ask(
                "PUT",
                "/rooms/private/files/plan.txt",
                as: .member,
                fields: "Upload-Complete: ?0\r\n",
                body: "half"
            )
            let upload = try #require(begun.fields["location"], "\(begun)")
            let other = world.credentials[.elsewhere]
            let missed = try await world.ask("DELETE", upload, by: other)
            #expect(missed.code == "upload_not_found", "\(missed)")
            try await world.done(.member, "DELETE", upload)
        }
    }
}
