import ChatProtocol
import ChatStore
import Credentials
import Testing

@testable import ChatServer

/// What a moderator deletes is gone for all but the operator.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct DeletionTests {
    @Test("A deleted text is nowhere any more", arguments: ["public", "private"])
    func text(room: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/\(room)"
            let before = try await cursor(of: path, world)
            let seq = try await world.post("\(path)/messages", "badword one", as: .member)
            let edited = try await world.ask(
                "PATCH",
                "\(path)/messages/\(seq)",
                as: .member,
                body: "badword two"
            )
            #expect(edited.status == 200)
            // Read once, so that whatever is kept of it is.
            for way in Self.ways(path, seq, before) {
                let answer = try await world.ask("GET", way, as: .member)
                #expect(answer.body.contains("badword"), "\(way) \(answer)")
            }
            try await world.done(.moderator, "DELETE", "\(path)/messages/\(seq)")
            for way in Self.ways(path, seq, before) {
                for person in [AccessWorld.Person.member, .owner, .moderator] {
                    let answer = try await world.ask("GET", way, as: person)
                    #expect(!answer.body.contains("badword"), "\(way) as \(person)")
                }
            }
            let log = try await world.ask("GET", "\(path)/events?format=ndjson", as: .tokenOperator)
            #expect(log.body.contains("badword one") && log.body.contains("badword two"))
        }
    }

    /// Every way to a message.
    private static func ways(_ path: String, _ seq: Int, _ cursor: String) -> [String] {
        let room = path.dropFirst("/rooms/".count)
        let rows = Format.allCases.flatMap { format in
            [
                "\(path)/events?format=\(format.rawValue)",
                "\(path)/messages?format=\(format.rawValue)",
                "/search?q=badword&format=\(format.rawValue)",
            ]
        }
        return rows + [
            "\(path)/messages", "\(path)/messages/\(seq)", "/search?q=badword",
            "/search?q=badword&order=rank&rooms=\(room)", "\(path)/messages?match=badword",
            "/stream?format=ndjson&rooms=\(room)&since=all",
            "/stream?format=ndjson&rooms=\(room)&since=\(cursor)",
            "/stream?format=ndjson&rooms=\(room)&tail=5",
        ]
    }

    private func cursor(of path: String, _ world: AccessWorld) async throws -> String {
        let answer = try await world.ask("POST", "\(path)/messages", as: .member, body: "x")
        let found = try #require(answer.body.firstMatch(of: /"cursor":"([^"]+)"/))
        return String(found.output.1)
    }

    // It was as if there were no such room, which could be read all the same.
    @Test(
        "One's own words are taken back though the other one is gone, and nothing new is said",
        arguments: ["disabled", "deleted"]
    )
    func directWithoutPartner(end: String) async throws {
        try await AccessWorld.run("accounts") { world in
            _ = try await world.account("cat")
            let (member, path) = (world.credentials[.member], "/rooms/@cat/messages")
            let seq = try await world.post(path, "my secret", as: .member)
            let reaction = "\(path)/\(seq)/reactions/%2B1"
            try await world.done(.member, "PUT", reaction)
            if end == "disabled" {
                try await world.done(
                    .tokenOperator,
                    "PATCH",
                    "/accounts/cat",
                    #"{"disabled":true}"#
                )
            } else {
                try await world.done(.tokenOperator, "DELETE", "/accounts/cat")
            }
            for (method, path, body) in [
                ("POST", path, "new"), ("PATCH", "\(path)/\(seq)", "new"), ("PUT", reaction, nil),
                ("POST", "/rooms/@cat/typing", nil), ("PUT", "/rooms/@cat/files/f.txt", "new"),
            ] as [(String, String, String?)] {
                let refused = try await world.ask(method, path, by: member, body: body)
                #expect(refused.code == "room_not_found", "\(method) \(path) \(refused)")
            }
            try await world.done(.member, "DELETE", reaction)
            try await world.done(.member, "DELETE", "\(path)/\(seq)")
            let page = try await world.ask("GET", path, by: member)
            #expect(page.status == 200 && !page.body.contains("my secret"), "\(page)")
        }
    }

    @Test("The file of a message that was deleted is gone with it, for who shared it too")
    func file() async throws {
        try await AccessWorld.run("accounts") { world in
            let member = world.credentials[.member]
            let put = try await world.ask(
                "PUT",
                "/rooms/private/files/bad.txt",
                by: member,
                body: "bad"
            )
            let hash = try #require(AccessWorld.word(after: #""sha256":""#, in: put.body))
            let seq = try #require(AccessWorld.word(after: #""seq":"#, in: put.body))
            let file = "/files/\(hash)/bad.txt"
            #expect(try await world.ask("GET", file, by: member).body == "bad")
            try await world.done(.moderator, "DELETE", "/rooms/private/messages/\(seq)")
            #expect(try await world.ask("GET", file, by: member).code == "file_not_found")
        }
    }

    // Seen as: the time of the refusal told who knew a file's bytes that a hidden room has it.
    @Test("A file that one may not know of is refused at the moment at which any is")
    func moment() async throws {
        let adjust = { @Sendable (limits: inout ServerLimits) in
            limits.fileRefusalMilliseconds = 2000
        }
        try await AccessWorld.run("accounts", adjust: adjust) { world in
            let hash = try #require(world.files["private"])
            for hash in [hash, String(repeating: "0", count: 64)] {
                let asked = ContinuousClock.now
                let answer = try await world.ask("GET", "/files/\(hash)/f.txt", by: nil)
                #expect(answer.code == "file_not_found")
                #expect(asked.duration(to: .now) >= .seconds(2), "\(hash)")
            }
        }
    }

    @Test("A key of one who was put out gives nothing back of the room")
    func keys() async throws {
        try await AccessWorld.run("accounts") { world in
            let (member, path) = (world.credentials[.member], "/rooms/private/messages")
            let key = "Idempotency-Key: k1\r\n"
            for way in ["", "Upgrade: odd\r\n"] {
                let first = try await world.ask(
                    "POST",
                    path,
                    by: member,
                    fields: key + way,
                    body: "hello"
                )
                #expect([200, 201].contains(first.status))
            }
            try await world.done(.owner, "DELETE", "/rooms/private/members/member")
            for way in ["", "Upgrade: odd\r\n"] {
                let again = try await world.ask(
                    "POST",
                    path,
                    by: member,
                    fields: key + way,
                    body: "hello"
                )
                #expect(again.code == "room_not_found" && !again.body.contains("hello"))
            }
        }
    }

    @Test("What moderators and operators did is on the audit, each with who, whom, where and why")
    func audit() async throws {
        try await AccessWorld.run("accounts") { world in
            let path = "/rooms/private/members/victim"
            let seq = try await world.post("/rooms/private/messages", "x", as: .member)
            try await world.done(.moderator, "DELETE", "/rooms/private/messages/\(seq)?reason=rude")
            try await world.done(.moderator, "PUT", path, #"{"mutedUntil":"1h","reason":"loud"}"#)
            try await world.done(.moderator, "PUT", path, #"{"role":"banned","reason":"worse"}"#)
            try await world.done(.owner, "PUT", "/rooms/private", #"{"slowSeconds":5}"#)
            try await world.done(.tokenOperator, "PATCH", "/accounts/victim", #"{"disabled":true}"#)
            func rows(_ person: AccessWorld.Person) async throws -> String {
                let credentials = world.credentials[person]
                return try await world.ask("GET", "/audit?limit=500", by: credentials).body
            }
            let (all, own) = (try await rows(.tokenOperator), try await rows(.moderator))
            for row in [
                #""user":"moderator","action":"message_deleted","room":"private""#,
                #""user":"moderator","action":"member_muted","room":"private","subject":"victim""#,
                #""action":"member_banned","room":"private","subject":"victim","detail":"worse""#,
                #""user":"owner","action":"room_changed","room":"private""#,
            ] { #expect(all.contains(row) && own.contains(row), "\(row)") }
            #expect(all.contains(#""action":"account_changed","subject":"victim""#))
            #expect(!own.contains("account_changed") && !own.contains(#""action":"banned""#))
            #expect(own.contains(#""atEnd":true"#))
        }
    }

    @Test("A moderator's page of the audit begins with what is theirs, however much is not")
    func auditPages() async throws {
        try await AccessWorld.run("accounts") { world in
            let accounts = world.server.services.gate.accounts
            let before = try await world.ask("GET", "/audit?limit=500", as: .moderator)
            let id = try #require(before.body.matches(of: /"id":(\d+)/).last).output.1
            for _ in 0..<1100 / 100 {
                try await accounts.change(by: nil) { _ in
                    (0..<100).map { _ in
                        .audit(
                            AuditEntry(.searchRebuilt, by: .operator, detail: "noise", at: .now())
                        )
                    }
                }
            }
            let path = "/rooms/private/members/victim"
            try await world.done(.moderator, "PUT", path, #"{"mutedUntil":"1h","reason":"last"}"#)
            let answer = try await world.ask("GET", "/audit?after=\(id)&limit=500", as: .moderator)
            #expect(answer.body.contains("last") && !answer.body.contains("noise"))
        }
    }
}
