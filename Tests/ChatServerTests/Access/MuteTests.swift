import ChatProtocol
import Testing

@testable import ChatServer

/// Who is muted says nothing in the room, and stays muted.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct MuteTests {
    private func code(_ world: AccessWorld) async throws -> String {
        let answer = try await world.ask(
            "POST",
            "/invites",
            as: .moderator,
            body: #"{"room":"private","uses":5}"#
        )
        return String(try #require(answer.body.firstMatch(of: /"code":"([^"]+)"/)).output.1)
    }

    @Test("A mute outlasts leaving and coming back by an invite")
    func invited() async throws {
        try await AccessWorld.run("accounts") { world in
            let (muted, path) = (world.credentials[.muted], "/rooms/private/members/muted")
            let fields = #"{"invite":"\#(try await code(world))"}"#
            try await world.done(.muted, "DELETE", path)
            #expect(try await world.ask("PUT", path, by: muted, body: fields).status == 201)
            let answer = try await world.ask(
                "POST",
                "/rooms/private/messages",
                by: muted,
                body: "x"
            )
            #expect(answer.code == "muted")
        }
    }

    // Whose answer was lost was told that nothing was said.
    @Test(
        "A repeat gives the first message again to who is muted by now, and nothing else is said",
        arguments: ["/rooms/public/messages", "/rooms/public/messages?"]
    )
    func repeated(path: String) async throws {
        try await AccessWorld.run("accounts") { world in
            func post(_ text: String, _ key: String) async throws -> AccessWorld.Answer {
                try await world.ask(
                    "POST",
                    path,
                    by: world.credentials[.member],
                    fields: "Idempotency-Key: \(key)\r\n",
                    body: text
                )
            }
            let first = try await post("x", "k")
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.owner, "PUT", "/rooms/public/members/member", mute)
            let again = try await post("x", "k")
            #expect(first.status == 201 && again.status == 200)
            let seq = AccessWorld.word(after: #""seq":"#, in: first.body)
            #expect(seq != nil && AccessWorld.word(after: #""seq":"#, in: again.body) == seq)
            #expect(try await post("y", "k").code == "key_used")
            #expect(try await post("y", "other").code == "muted")
            let log = try await world.ask(
                "GET",
                "/rooms/public/events?format=ndjson&user=member",
                by: world.credentials[.member]
            )
            #expect(!log.body.contains(#""text":"y""#))
        }
    }

    @Test("A file is refused to who is muted before it is sent, also one that is there by its key")
    func repeatedFile() async throws {
        try await AccessWorld.run("accounts") { world in
            func put() async throws -> AccessWorld.Answer {
                try await world.ask(
                    "PUT",
                    "/rooms/public/files/plan.txt",
                    as: .member,
                    fields: "Idempotency-Key: k\r\n",
                    body: "whole"
                )
            }
            #expect(try await put().status == 201)
            #expect(try await put().status == 200)
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.owner, "PUT", "/rooms/public/members/member", mute)
            #expect(try await put().code == "muted")
        }
    }

    @Test("A mute of a name outlasts the making of its account by an invite")
    func registered() async throws {
        try await AccessWorld.run("accounts") { world in
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.moderator, "PUT", "/rooms/private/members/late", mute)
            let body =
                #"{"name":"late","password":"correct horse","invite":"\#(try await code(world))"}"#
            #expect(try await world.ask("POST", "/accounts", by: nil, body: body).status == 201)
            let token = try await world.token("late", TokenWish())
            let path = "/rooms/private/messages"
            #expect(try await world.ask("GET", path, by: token).status == 200)
            #expect(try await world.ask("POST", path, by: token, body: "x").code == "muted")
        }
    }

    // It was answered as if it were done, and changed nothing.
    @Test(
        "A mute ends with the time null, as with one that has passed",
        arguments: ["null", #""2004-12-25T00:00:00Z""#]
    )
    func ended(time: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let (muted, path) = (world.credentials[.muted], "/rooms/public/members/muted")
            let end = #"{"mutedUntil":\#(time)}"#
            #expect(try await world.ask("PUT", path, by: muted, body: end).status == 400)
            try await world.done(.moderator, "PUT", path, end)
            let said = try await world.ask("POST", "/rooms/public/messages", by: muted, body: "x")
            #expect(said.status == 201, "\(said)")
        }
    }

    // It counted among the member's uploads until it was swept.
    @Test("Who is muted gives an own upload up, and adds nothing to it")
    func upload() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = world.credentials[.member]
            let begun = try await world.ask(
                "PUT",
                "/rooms/public/files/plan.txt",
                by: member,
                fields: "Upload-Complete: ?0\r\n",
                body: "half"
            )
            let upload = try #require(begun.fields["location"], "\(begun)")
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.owner, "PUT", "/rooms/public/members/member", mute)
            let fields =
                "Content-Type: application/partial-upload\r\nUpload-Offset: 4\r\n"
                + "Upload-Complete: ?1\r\n"
            let more = try await world.ask("PATCH", upload, by: member, fields: fields, body: "x")
            #expect(more.code == "muted", "\(more)")
            #expect(try await world.ask("HEAD", upload, by: member).status == 204)
            #expect(try await world.ask("DELETE", upload, by: member).status == 204)
            #expect(try await world.ask("HEAD", upload, by: member).status == 404)
        }
    }

    @Test("Who is muted says nothing by a reason for coming or going either")
    func reason() async throws {
        try await AccessWorld.run("accounts") { world in
            let (muted, path) = (world.credentials[.muted], "/rooms/public/members/muted")
            let said = #"{"reason":"spoken nevertheless"}"#
            #expect(try await world.ask("PUT", path, by: muted, body: said).code == "muted")
            let left = try await world.ask("DELETE", "\(path)?reason=spoken", by: muted)
            #expect(left.code == "muted")
            let log = try await world.ask("GET", "/rooms/public/events?format=ndjson", by: muted)
            #expect(!log.body.contains("spoken"))
            // Without words anybody may go.
            #expect(try await world.ask("DELETE", path, by: muted).status == 204)
        }
    }

    @Test("Who is muted says nothing by a topic, whatever is changed with it, and may change rules")
    func topic() async throws {
        try await AccessWorld.run("accounts") { world in
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.tokenOperator, "PUT", "/rooms/public/members/owner", mute)
            let (owner, path) = (world.credentials[.owner], "/rooms/public")
            for fields in ["", #","visibility":"public""#, #","slowSeconds":3"#] {
                let said = #"{"topic":"spoken nevertheless"\#(fields)}"#
                let refused = try await world.ask("PUT", path, by: owner, body: said)
                #expect(refused.code == "muted", "\(refused)")
            }
            // A topic that is there already is not said once more.
            let silent = #"{"topic":"","slowSeconds":3}"#
            #expect(try await world.ask("PUT", path, by: owner, body: silent).status == 200)
            let log = try await world.ask("GET", "\(path)/events?format=ndjson", by: owner)
            #expect(log.body.contains(#""slowSeconds":3"#) && !log.body.contains("spoken"))
        }
    }

    @Test("Who is muted decides on others without a word")
    func reasonForOthers() async throws {
        try await AccessWorld.run("accounts") { world in
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.owner, "PUT", "/rooms/public/members/moderator", mute)
            let (moderator, path) = (world.credentials[.moderator], "/rooms/public/members/victim")
            let said = #""reason":"spoken nevertheless""#
            for fields in ["", #""mutedUntil":"1h","#, #""role":"banned","#] {
                let body = "{\(fields)\(said)}"
                let refused = try await world.ask("PUT", path, by: moderator, body: body)
                #expect(refused.code == "muted", "\(body) \(refused)")
            }
            let kicked = try await world.ask("DELETE", "\(path)?reason=spoken", by: moderator)
            #expect(kicked.code == "muted")
            try await world.done(.moderator, "PUT", path, #"{"role":"banned"}"#)
            let log = try await world.ask("GET", "/rooms/public/events?format=ndjson", as: .owner)
            #expect(log.body.contains(#""role":"banned""#) && !log.body.contains("spoken"))
        }
    }

    // Who regretted what they had said could not take it back, and a moderator only put out.
    @Test("Who is muted takes back what was said, and says nothing with it")
    func takenBack() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/public/messages"
            let own = try await world.post(path, "x", as: .moderator)
            let others = try await world.post(path, "y", as: .member)
            try await world.done(.moderator, "PUT", "\(path)/\(own)/reactions/%2B1")
            let mute = #"{"mutedUntil":"1h"}"#
            try await world.done(.owner, "PUT", "/rooms/public/members/moderator", mute)
            for (method, path) in [
                ("PATCH", "\(path)/\(own)"), ("DELETE", "\(path)/\(others)?reason=spoken"),
                ("PUT", "\(path)/\(others)/reactions/%2B1"),
            ] {
                let words = method == "PATCH" ? "spoken" : nil
                let refused = try await world.ask(method, path, as: .moderator, body: words)
                #expect(refused.code == "muted", "\(method) \(path) \(refused)")
            }
            try await world.done(.moderator, "DELETE", "\(path)/\(own)/reactions/%2B1")
            for seq in [own, others] {
                try await world.done(.moderator, "DELETE", "\(path)/\(seq)")
            }
        }
    }

    @Test("A reason waits in slow mode as a message does, but for those who decide")
    func slow() async throws {
        try await AccessWorld.run("accounts") { world in
            try await world.done(.owner, "PUT", "/rooms/public", #"{"slowSeconds":600}"#)
            _ = try await world.post("/rooms/public/messages", "once", as: .member)
            let path = "/rooms/public/members/"
            let said = #"{"reason":"twice"}"#
            let member = world.credentials[.member]
            let refused = try await world.ask("PUT", path + "member", by: member, body: said)
            #expect(refused.code == "slow_mode" && refused.fields["retry-after"] != nil)
            for _ in 0..<2 { try await world.done(.moderator, "PUT", path + "moderator", said) }
            // A reason that is there already is not said once more, and waits for nothing.
            let stranger = world.credentials[.stranger]
            for _ in 0..<2 {
                let joined = try await world.ask("PUT", path + "stranger", by: stranger, body: said)
                #expect((200..<300).contains(joined.status), "\(joined)")
            }
            let text = try await world.ask(
                "POST",
                "/rooms/public/messages",
                by: stranger,
                fields: "Content-Type: application/json\r\n",
                body: #"{"text":"too soon"}"#
            )
            #expect(text.code == "slow_mode")
        }
    }
}
