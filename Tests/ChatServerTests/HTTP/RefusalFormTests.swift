import ChatProtocol
import ChatStore
import Testing

@testable import ChatServer

/// What a refusal names: the field, the limit and the value, and the formats that there are.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RefusalFormTests {
    @Test("A reason that is too long is named as one, wherever it stands")
    func reason() async throws {
        try await AccessWorld.run("accounts", adjust: { $0.topicBytes = 20 }) { world in
            let (path, long) = ("/rooms/public/members/victim", String(repeating: "x", count: 30))
            let field = #""reason":"\#(long)"}"#
            let requests: [(method: String, target: String, body: String?)] = [
                ("PUT", path, #"{"role":"member","# + field),
                ("DELETE", path + "?reason=" + long, nil), ("DELETE", path, "{" + field),
                ("POST", "/bans", #"{"name":"x","# + field),
            ]
            for (method, target, body) in requests {
                let answer = try await world.ask(method, target, as: .tokenOperator, body: body)
                #expect(answer.status == 400 && answer.code == "bad_parameter", "\(answer)")
                for part in [
                    #""detail":"reason: "#, #""limit":20"#, #""value":30"#,
                    #""configKey":"topic-limit""#,
                ] { #expect(answer.body.contains(part), "\(part) \(answer.body)") }
            }
        }
    }

    // One in a body was dropped in silence.
    @Test("A reason of a deletion is taken from the body too")
    func reasonInBody() async throws {
        try await AccessWorld.run("accounts") { world in
            let seq = try await world.post("/rooms/public/messages", "x", as: .member)
            for (path, reason) in [
                ("/messages/\(seq)", "rude"), ("/members/victim", "spam"),
            ] {
                try await world.done(
                    .moderator,
                    "DELETE",
                    "/rooms/public" + path,
                    #"{"reason":"\#(reason)"}"#
                )
            }
            let events = try await world.ask(
                "GET",
                "/rooms/public/events?format=ndjson",
                as: .owner
            )
            for reason in ["rude", "spam"] {
                #expect(events.body.contains("\"reason\":\"\(reason)\""), "\(events.body)")
            }
            let bad = try await world.ask(
                "DELETE",
                "/rooms/public/members/muted",
                as: .moderator,
                body: "spam"
            )
            #expect(bad.code == "bad_body", "\(bad)")
        }
    }

    @Test("A limit tells how many there would be, and slow mode how long one waited")
    func values() {
        let tooSoon = Problem(StoreError.tooSoon(pause: 10, wait: .milliseconds(2500)))
        #expect(tooSoon.limit == 10 && tooSoon.value == 7 && tooSoon.retryAfter == 3)
        let full = Problem(StoreError.tooManyRooms(limit: 4))
        #expect(full.limit == 4 && full.value == 5 && full.configKey == "room-limit")
        #expect(Problem.tooMany("keys", limit: 2).value == 3)
    }

    @Test("What is for accounts says so in a sentence", arguments: ["the audit", "invites"])
    func account(what: String) {
        let detail = Problem.accountsNeeded(what).detail
        #expect(detail.hasPrefix("an account is needed for \(what): "))
    }

    @Test("Message 0 is no message, and a room comes before its messages")
    func messageZero() async throws {
        try await AccessWorld.run("accounts") { world in
            for (room, person, code) in [
                ("public", AccessWorld.Person.member, "message_not_found"),
                ("private", .stranger, "room_not_found"),
            ] {
                for method in ["GET", "DELETE"] {
                    let answer = try await world.ask(
                        method,
                        "/rooms/\(room)/messages/0",
                        as: person
                    )
                    #expect(answer.status == 404 && answer.code == code, "\(answer)")
                }
            }
        }
    }

    @Test("What answers in JSON alone refuses other formats, and the audit names all its own")
    func formats() async throws {
        try await AccessWorld.run("accounts") { world in
            let token = world.credentials[.tokenOperator]
            let paths = AccessTable.rows.filter {
                $0.method == "GET" && JSONAlone.paths.contains($0.path)
            }
            #expect(paths.count > 10)
            for row in paths {
                let target = row.target(in: "public", of: world)
                for format in ["csv", "xml"] {
                    let answer = try await world.ask("GET", "\(target)?format=\(format)", by: token)
                    #expect(answer.code == "unknown_format", "\(row) \(answer)")
                    #expect(answer.body.contains("the formats are json"), "\(row) \(answer.body)")
                }
                let json = try await world.ask("GET", "\(target)?format=json", by: token)
                #expect(json.status != 406, "\(row) \(json)")
            }
            #expect(JSONAlone.paths.isSuperset(of: ["/stats", "/rooms/{room}/stats"]))
            let audit = try await world.ask("GET", "/audit?format=xml", by: token)
            #expect(audit.status == 406 && audit.body.contains("the formats are json, text"))
        }
    }
}
