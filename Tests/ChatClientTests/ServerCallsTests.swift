import ChatProtocol
import NIOHTTP1
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct ServerCallsTests {
    /// Asks a scripted server one question.
    private func answer<Value: Sendable>(
        of question: @escaping @Sendable (ServerCalls) async throws -> Value,
        from script: @escaping FakeServer.Script
    ) async throws -> (Result<Value, any Error>, [FakeServer.Asked]) {
        try await FakeServer.outcome(from: script) { transport in
            try await question(ServerCalls(over: transport, as: MemberName("anna")))
        }
    }

    @Test("Rooms are read with their counts, and what a server adds is ignored")
    func rooms() async throws {
        let (result, asked) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in
                try await reply.json(
                    200,
                    #"{"rooms":[{"name":"general","topic":"t","visibility":"public","members":3,"#
                        + #""here":2,"newest":9,"unread":4,"mentions":1,"new":{}},"#
                        + #"{"name":"x"}],"more":1}"#
                )
            }
        )
        let rooms = try result.get()
        #expect(rooms.map(\.name.description) == ["general", "x"])
        #expect(rooms.first?.unread == 4)
        #expect(rooms.first?.here == 2)
        #expect(asked.first?.uri == "/rooms")
    }

    @Test("One entry of a list that is not understood says nothing about the others")
    func oddEntries() async throws {
        let (result, _) = try await answer(
            of: { (try await $0.rooms(), try await $0.members(of: try RoomName("x"))) },
            from: { asked, reply in
                let names = #"{"name":"\u001b[31m"},{"name":7},[],null,{"name":"a"}"#
                let list = asked.uri == "/rooms" ? "rooms" : "members"
                try await reply.json(200, #"{"\#(list)":[\#(names)]}"#)
            }
        )
        let (rooms, members) = try result.get()
        #expect(rooms.map(\.name.description) == ["a"])
        #expect(members.map(\.name.description) == ["a"])
    }

    // The decoder brings each of them to the nearest number that it has.
    @Test(
        "A number of a list is the one that it says, or none",
        arguments: [
            ("12", 12), ("12.0", 12), ("0.12e2", 12), ("9007199254740991", 9_007_199_254_740_991),
            ("1e-400", nil), ("-1e-400", nil), ("11.99999999999999999999", nil), ("1e400", nil),
            ("9007199254740991.4", nil), ("9007199254740992", nil), ("-1", nil),
            ("9223372036854775807", nil), ("-9223372036854775808", nil),
            ("1e18446744073709551616", nil), ("18446744073709551616", nil),
            (String(repeating: "9", count: 400), nil),
        ] as [(String, Int64?)]
    )
    func numbers(text: String, value: Int64?) async throws {
        let (result, _) = try await answer(
            of: { (try await $0.rooms(), try await $0.members(of: try RoomName("x"))) },
            from: { asked, reply in
                let isRooms = asked.uri == "/rooms"
                let field = isRooms ? "newest" : "read"
                let list = #"[{"name":"a1.5","\#(field)":\#(text)},{"name":"b"}]"#
                try await reply.json(200, #"{"\#(isRooms ? "rooms" : "members")":\#(list)}"#)
            }
        )
        let (rooms, members) = try result.get()
        #expect(rooms.first { $0.name.description == "a1.5" }?.newest == value)
        #expect(members.first { $0.name.description == "a1.5" }?.read == value)
        #expect(rooms.last?.name.description == "b" && members.last?.name.description == "b")
    }

    @Test("A page of history is read in order; it is at the start if nothing can lie before it")
    func history() async throws {
        let room = try RoomName("@bob")
        let (result, asked) = try await answer(
            of: { try await $0.history(of: room, .before(40), limit: 20) },
            from: { _, reply in
                try await reply.rows(
                    "\(Lines.message("a", 1))\n{\"type\":\"poll\",\"seq\":2}\n\(Lines.message("b", 3))\n"
                )
            }
        )
        let page = try result.get()
        #expect(page.events.map(\.seq) == [1, 3])
        #expect(page.atStart)
        #expect(asked.first?.uri == "/rooms/%40bob/events?format=ndjson&limit=20&before=40")
    }

    @Test("Members are read with their roles and presence")
    func members() async throws {
        let room = try RoomName("general")
        let (result, _) = try await answer(
            of: { try await $0.members(of: room) },
            from: { _, reply in
                try await reply.json(
                    200,
                    #"{"members":[{"name":"anna","role":"owner","here":true},"#
                        + #"{"name":"bob","role":"bishop","read":7}]}"#
                )
            }
        )
        let members = try result.get()
        #expect(members.map(\.role) == [.owner, .member])
        #expect(members.map(\.isHere) == [true, false])
        #expect(members.map(\.read) == [nil, 7])
    }

    @Test("Topic, reading and typing are told as the contract has it")
    func told() async throws {
        let room = try RoomName("general")
        let (result, asked) = try await answer(
            of: { calls in
                try await calls.setTopic("a \"b\"", of: room)
                try await calls.markRead(upTo: 7, in: room)
                try await calls.markRead(upTo: 8, in: room, isShown: true)
                try await calls.sayTyping(in: room)
            },
            from: { _, reply in try await reply.json(200, "{}") }
        )
        try result.get()
        #expect(asked.map(\.method) == ["PUT", "PUT", "PUT", "POST"])
        #expect(
            asked.map(\.uri) == [
                "/rooms/general", "/rooms/general/read", "/rooms/general/read",
                "/rooms/general/typing",
            ]
        )
        let marks = [#"{"seq":7}"#, #"{"seq":8,"shown":true}"#]
        #expect(asked.map(\.body) == [#"{"topic":"a \"b\""}"#] + marks + ["{}"])
    }

    @Test("A code is used by the membership of oneself, and its answer may be without words")
    func code() async throws {
        let room = try RoomName("den")
        let (result, asked) = try await answer(
            of: { try await $0.join(room, with: "AB-12", as: try MemberName("a|b")) },
            from: { _, reply in try await reply.done() }
        )
        try result.get()
        #expect(asked.map(\.method) == ["PUT"])
        #expect(asked.map(\.uri) == ["/rooms/den/members/a%7Cb"])
        #expect(asked.map(\.body) == [#"{"invite":"AB-12"}"#])
    }

    @Test("A code is made for as many and as long as is asked for, and tells both")
    func invite() async throws {
        let room = try RoomName("den")
        let (result, asked) = try await answer(
            of: { calls in
                [
                    try await calls.invite(to: room),
                    try await calls.invite(to: nil, uses: 5, expiresIn: "2h"),
                ]
            },
            from: { asked, reply in
                let rest = asked.body.contains("uses") ? #","uses":5"# : ""
                let end = #""expiresAt":"2026-11-22T07:40:00.000Z""#
                try await reply.json(201, #"{"code":"AB-12",\#(end)\#(rest)}"#)
            }
        )
        let made = try result.get()
        #expect(made.map(\.code) == ["AB-12", "AB-12"] && made.map(\.uses) == [1, 5])
        #expect(made.allSatisfy { $0.expiresAt == Timestamp(milliseconds: 1_795_333_200_000) })
        #expect(asked.map(\.body) == [#"{"room":"den"}"#, #"{"uses":5,"expiresIn":"2h"}"#])
    }

    @Test("Bans from the server are listed, made and lifted as the contract has it")
    func bans() async throws {
        let one = #"{"id":"a/b","name":"bob","until":"2026-11-22T07:40:00.000Z","by":"x!"}"#
        let other = #"{"id":"c","address":"10.0.0.0/8","reason":"spam","by":"anna","new":1}"#
        let (result, asked) = try await answer(
            of: { calls in
                let found = try await calls.bans()
                let made = try await calls.ban(address: "10.0.0.0/8", until: "2h", reason: "spam")
                _ = try await calls.ban(name: try MemberName("bob"))
                for ban in found { try await calls.liftBan(ban.id) }
                return found + [made]
            },
            from: { asked, reply in
                switch asked.method {
                case "GET": try await reply.json(200, #"{"bans":[\#(one),7,\#(other)]}"#)
                case "POST": try await reply.json(201, other)
                default:
                    guard asked.uri.hasSuffix("c") else { return try await reply.done() }
                    try await reply.json(404, Lines.problem(404, "ban_not_found"))
                }
            }
        )
        let bans = try result.get()
        #expect(bans.map(\.id) == ["a/b", "c", "c"])
        #expect(bans.map { $0.name?.description } == ["bob", nil, nil])
        #expect(bans.map(\.address) == [nil, "10.0.0.0/8", "10.0.0.0/8"])
        #expect(bans.first?.until == Timestamp(milliseconds: 1_795_333_200_000))
        #expect(bans.map { $0.user?.description } == [nil, "anna", "anna"])
        #expect(asked.map(\.method) == ["GET", "POST", "POST", "DELETE", "DELETE"])
        #expect(asked.map(\.uri) == ["/bans", "/bans", "/bans", "/bans/a%2Fb", "/bans/c"])
        let range = #"{"address":"10.0.0.0/8","until":"2h","reason":"spam"}"#
        #expect(asked.map(\.body).prefix(3) == ["", range, #"{"name":"bob"}"#])
    }

    @Test("A room is gone where it was taken away, and where it is not there any more")
    func delete() async throws {
        let room = try RoomName("den")
        for status in [204, 404, 403] {
            let (result, asked) = try await answer(
                of: { try await $0.delete(room) },
                from: { _, reply in
                    if status == 204 { return try await reply.done() }
                    let code = status == 404 ? "room_not_found" : "owner_needed"
                    try await reply.json(status, Lines.problem(status, code))
                }
            )
            #expect(asked.map(\.method) == ["DELETE"] && asked.map(\.uri) == ["/rooms/den"])
            #expect(asked.allSatisfy { $0.body.isEmpty })
            if status == 403 {
                #expect(throws: CallFailure.self) { try result.get() }
            } else {
                #expect(try result.get() == (status == 204))
            }
        }
    }

    @Test("A problem is told in the server's words, made safe")
    func problem() async throws {
        let (result, _) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in
                try await reply.json(
                    403,
                    #"{"type":"x","title":"No","status":403,"detail":"no\u001b[31m\nno","code":"c"}"#
                )
            }
        )
        let failure = try #require(throws: CallFailure.self) { try result.get() }
        #expect(failure.description == "no␛[31m⏎no")
    }

    @Test(
        "A refusal without a reason is a stranger's, but where a server may be away behind it",
        arguments: [302, 401, 403, 404, 407, 413, 429, 500, 501, 502, 503, 511, 522],
        ["<html>", #"{"status":404,"code":"no"}"#, ""]
    )
    func unexplained(status: Int, body: String) async throws {
        let (result, _) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in try await reply.json(status, body, isMarked: false) }
        )
        let failure = try #require(throws: CallFailure.self) { try result.get() }
        // A proxy takes no longer body, whatever is behind it.
        let isOfProxy = [413, 429, 500, 502, 503, 522].contains(status)
        #expect(failure.isOfStranger != isOfProxy)
        let words = isOfProxy ? "answered \(status) without a reason" : "but with \(status)"
        #expect(failure.description.hasSuffix(words))
        if case .refused(let problem) = failure {
            #expect(problem.isPermanent == (status == 413))
        }
    }

    @Test("A problem that lost what marks its answer is known by its type")
    func unmarkedProblem() async throws {
        let (result, _) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in
                try await reply.json(403, Lines.problem(403, "banned"), isMarked: false)
            }
        )
        let failure = try #require(throws: CallFailure.self) { try result.get() }
        guard case .refused(let problem) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(problem.code == "banned" && problem.isExplained)
    }

    @Test("What has no words is done where a Burble server explains what is nowhere, else not")
    func unmarkedChange() async throws {
        let room = try RoomName("general")
        for isBurble in [true, false] {
            let (result, asked) = try await answer(
                of: { try await $0.sayTyping(in: room) },
                from: { asked, reply in
                    if asked.method == "POST" { return try await reply.done(isMarked: false) }
                    let text = isBurble ? Lines.problem(404, "not_found") : "<html>"
                    try await reply.json(404, text, isMarked: false)
                }
            )
            #expect(asked.map(\.method) == ["POST", "GET"])
            // A token is for what is asked alone.
            #expect(asked.last?.headers["Authorization"].isEmpty == true)
            let failure: CallFailure?
            do {
                try result.get()
                failure = nil
            } catch {
                failure = error as? CallFailure
            }
            #expect(failure?.isOfStranger == (isBurble ? nil : true))
        }
    }

    @Test("An answer without an end is given up at the limit")
    func tooLong() async throws {
        let (result, _) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in
                try await reply.head(200, [("Content-Type", "application/json")])
                let piece = String(repeating: " ", count: 1024 * 1024)
                for _ in 0..<32 { try await reply.write(piece) }
            }
        )
        let failure = try #require(throws: CallFailure.self) { try result.get() }
        #expect(failure.description.hasSuffix("a bad answer: it is too long"))
    }

    @Test("What is no JSON is a bad answer")
    func garbage() async throws {
        let (result, _) = try await answer(
            of: { try await $0.rooms() },
            from: { _, reply in try await reply.json(200, "hello") }
        )
        let failure = try #require(throws: CallFailure.self) { try result.get() }
        #expect(failure.description.hasSuffix("a bad answer: it is not understood"))
    }
}
