import ChatProtocol
import Foundation
import TestTools
import Testing

@testable import ChatServer

/// What a caller may not see is indistinguishable from what is not there.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct HiddenTests {
    private static let requests =
        ProcessInfo.processInfo.environment["BURBLE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 200

    /// Who asks; each has a part in the public room alone.
    private static let callers = ["", "stranger", "member", "moderator"]

    @Test(
        "Two servers that differ in what a caller may not see answer the caller alike",
        arguments: [("accounts", UInt64(17)), ("open", 18)]
    )
    func alike(mode: String, seed: UInt64) async throws {
        try await TwoServers.run(mode) { houses in
            var random = SeededGenerator(seed: seed)
            for caller in Self.callers {
                var wishes = Wishes(mode: mode, files: houses.files)
                for number in 0..<Self.requests {
                    let wish = wishes.next(&random)
                    let plain = try await houses.plain.answer(wish, as: caller)
                    let hiding = try await houses.hiding.answer(wish, as: caller)
                    #expect(plain == hiding, "\(number): \(wish) as \(caller), \(mode)")
                    if plain != hiding { return }
                }
            }
        }
    }

    // In open mode a room that is not there was left, and others could not be put out of it.
    @Test("No change of a member that makes no room tells a hidden one from none")
    func members() async throws {
        try await AccessWorld.run("open") { world in
            for (method, name, body) in [
                ("DELETE", "gus", nil), ("DELETE", "someone", nil),
                ("PUT", "gus", #"{"role":"none"}"#), ("PUT", "gus", #"{"mutedUntil":"1h"}"#),
                ("PUT", "gus", #"{"role":"owner"}"#),
                ("PUT", "someone", "{}"), ("PUT", "someone", #"{"role":"banned"}"#),
            ] as [(String, String, String?)] {
                for person in [AccessWorld.Person.nobody, .guest, .stranger] {
                    for room in ["private", "neverwas"] {
                        let answer = try await world.ask(
                            method,
                            "/rooms/\(room)/members/\(name)",
                            as: person,
                            body: body
                        )
                        #expect(answer.code == "room_not_found", "\(method) \(name): \(answer)")
                    }
                }
            }
        }
    }
}

/// A request that anyone may think of.
struct Wish: Sendable, CustomStringConvertible {
    var method: String
    var path: String
    var fields = ""
    var body: String?

    var description: String { "\(method) \(path) \(fields)\(body ?? "")" }
}

/// Draws requests: any reads, and such writes as tell of what is there.
private struct Wishes {
    let mode: String
    let files: [String]

    mutating func next(_ random: inout SeededGenerator) -> Wish {
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6: return read(&random)
        case 6: return Wish(method: "GET", path: "/search?\(search(&random))")
        case 7: return Wish(method: pick(["GET", "HEAD"], &random), path: file(&random))
        default: return write(&random)
        }
    }

    private func read(_ random: inout SeededGenerator) -> Wish {
        let method = pick(["GET", "GET", "GET", "HEAD"], &random)
        let room = room(&random)
        let path = pick(
            [
                "/rooms", "/rooms/\(room)", "/rooms/\(room)/members", "/rooms/\(room)/messages",
                "/rooms/\(room)/events", "/rooms/\(room)/stats", "/me", "/audit", "/stats",
                "/metrics", "/accounts", "/bans", "/invites", "/tokens", "/me/keys",
                "/rooms/\(room)/messages/\(Int.random(in: 0..<12, using: &random))",
                "/uploads/\(UInt32.random(in: 0..<9, using: &random))",
                "/stream?format=ndjson&rooms=\(room),lobby", "/stream?format=ndjson",
                "/stream?rooms=\(room)&format=ndjson&tail=3", "/stream?format=ndjson&since=1h",
                "/rooms/\(room)/stream?format=ndjson", "/rooms/\(room)/stream",
                "/rooms/\(room)/stats/stream?format=ndjson",
            ],
            &random
        )
        guard !path.contains("?"), path.contains("/messages") || path.contains("/events") else {
            return Wish(method: path.contains("?") ? "GET" : method, path: path)
        }
        return Wish(method: method, path: "\(path)?\(parameters(&random))")
    }

    private func parameters(_ random: inout SeededGenerator) -> String {
        let number = Int.random(in: 0..<12, using: &random)
        return (0..<Int.random(in: 0..<3, using: &random)).map { _ in
            pick(
                [
                    "before=\(number)", "after=\(number)", "around=\(number)",
                    "limit=\(number + 1)", "user=\(pick(Self.names, &random))",
                    "match=\(pick(Self.words, &random))", "format=ndjson", "format=csv",
                    "format=text", "format=sse", "types=member,room", "since=all", "tail=\(number)",
                    "download=1", "since=1h",
                ],
                &random
            )
        }.joined(separator: "&")
    }

    private func search(_ random: inout SeededGenerator) -> String {
        var parts = ["q=\(pick(Self.words, &random))"]
        if Bool.random(using: &random) { parts[0] += "+\(pick(Self.words, &random))" }
        for part in [
            "rooms=\(room(&random))", "user=\(pick(Self.names, &random))", "order=rank",
            "limit=\(Int.random(in: 1..<6, using: &random))", "format=csv", "after=1h",
        ] where Int.random(in: 0..<3, using: &random) == 0 { parts.append(part) }
        return parts.joined(separator: "&")
    }

    private func file(_ random: inout SeededGenerator) -> String {
        let nobodys = String(repeating: "ab", count: 32)
        return "/files/\(pick(files + [nobodys], &random))/f.txt"
    }

    private func write(_ random: inout SeededGenerator) -> Wish {
        // What is made by the first post cannot be hidden by name, there.
        let room = pick(mode == "open" ? Self.shared : Self.shared + Self.hidden, &random)
        let known = pick(Self.hidden, &random)
        let any = pick(Self.shared + Self.hidden, &random)
        let key = "Idempotency-Key: k\(Int.random(in: 0..<4, using: &random))\r\n"
        return pick(
            [
                Wish(method: "POST", path: "/rooms/\(room)/messages", fields: key, body: "tea"),
                Wish(method: "POST", path: "/rooms/\(known)/typing"),
                Wish(method: "PUT", path: "/rooms/\(known)/read", body: #"{"seq":3}"#),
                Wish(method: "PATCH", path: "/rooms/\(known)/messages/2", body: "x"),
                Wish(method: "DELETE", path: "/rooms/\(known)/messages/2"),
                Wish(method: "PUT", path: "/rooms/\(known)/messages/2/reactions/%F0%9F%91%8D"),
                Wish(method: "DELETE", path: "/rooms/\(any)/members/hugo"),
                Wish(method: "PUT", path: "/rooms/\(any)/members/ines", body: "{}"),
                Wish(method: "POST", path: "/invites", body: #"{"room":"\#(known)"}"#),
                Wish(method: "DELETE", path: "/invites/AAAA-BBBB-CCCC"),
                Wish(method: "POST", path: "/rooms/\(known)/import", body: "at,user,text\n"),
                Wish(method: "PATCH", path: "/uploads/1", body: "x"),
                Wish(method: "DELETE", path: "/tokens/0000000000000000"),
                Wish(method: "POST", path: "/challenges", body: #"{"name":"hugo"}"#),
            ],
            &random
        )
    }

    private func room(_ random: inout SeededGenerator) -> String {
        pick(Self.shared + Self.hidden + Self.hidden, &random)
    }

    private static let shared = ["lobby", "attic", "@hugo"]
    private static let hidden = ["secret", "nothing", "@ines", "@zoe", "%40hugo%26ines"]
    private static let names = ["hugo", "ines", "member", "stranger"]
    private static let words = ["tea", "treasure", "map", "milk", "sugar"]

    private func pick<Value>(_ values: [Value], _ random: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}

/// Two servers with the same people and the same public rooms; one hides more than that.
private struct TwoServers: Sendable {
    let plain: Site
    let hiding: Site
    let files: [String]

    struct Site: Sendable {
        let world: AccessWorld
        let credentials: [String: String]

        /// What a caller is answered, without what time and place make different.
        func answer(_ wish: Wish, as caller: String) async throws -> Answer {
            let answer = try await world.ask(
                wish.method,
                wish.path,
                by: credentials[caller],
                fields: wish.fields,
                body: wish.body
            )
            var fields = answer.fields.mapValues { Masked.text($0) }
            fields["date"] = fields["date"].map { _ in "" }
            fields["x-request-id"] = fields["x-request-id"].map { _ in "" }
            fields["content-length"] = fields["content-length"].map { _ in "" }
            return Answer(status: answer.status, fields: fields, body: Masked.text(answer.body))
        }

        func done(_ wish: Wish, as caller: String) async throws -> AccessWorld.Answer {
            let answer = try await world.ask(
                wish.method,
                wish.path,
                by: credentials[caller],
                fields: wish.fields,
                body: wish.body
            )
            try #require((200..<300).contains(answer.status), "\(wish) \(answer)")
            return answer
        }
    }

    struct Answer: Hashable {
        let status: Int
        let fields: [String: String]
        let body: String
    }

    static func run(
        _ mode: String,
        _ body: @Sendable (TwoServers) async throws -> Void
    ) async throws {
        let given = ["auth": mode, "registration": "open"]
        try await TestServer.run(given: given) { one in
            try await TestServer.run(given: given) { other in
                let plain = try await site(on: one)
                let hiding = try await site(on: other)
                var files: [String] = []
                for part in 0..<3 {
                    files += try await hide(part, in: hiding)
                    for site in [plain, hiding] { try await show(part, in: site) }
                }
                files += try await hide(3, in: hiding)
                try await body(TwoServers(plain: plain, hiding: hiding, files: files))
            }
        }
    }

    private static func site(on server: TestServer) async throws -> Site {
        let world = AccessWorld(server: server)
        var credentials: [String: String] = [:]
        for name in ["hugo", "ines", "stranger", "member", "moderator"] {
            credentials[name] = try await world.account(name)
        }
        return Site(world: world, credentials: credentials)
    }

    private static func show(_ part: Int, in site: Site) async throws {
        switch part {
        case 0:
            for room in ["lobby", "attic"] {
                _ = try await site.done(Wish(method: "PUT", path: "/rooms/\(room)"), as: "hugo")
            }
            for (name, role) in [("member", "member"), ("moderator", "moderator")] {
                _ = try await site.done(
                    Wish(
                        method: "PUT",
                        path: "/rooms/lobby/members/\(name)",
                        body: #"{"role":"\#(role)"}"#
                    ),
                    as: "hugo"
                )
            }
        case 1:
            for text in ["tea and milk", "tea", "tea tea tea with sugar and a map of it all"] {
                try await say(text, in: "lobby", as: "hugo", site)
                try await say(text, in: "attic", as: "ines", site)
            }
        default:
            for name in ["member", "stranger", "moderator"] {
                try await say("milk", in: "@hugo", as: name, site)
                try await say("a map", in: "lobby", as: name, site)
            }
        }
    }

    /// Adds what none of the callers may see, and gives the hashes of its files.
    private static func hide(_ part: Int, in site: Site) async throws -> [String] {
        if part == 0 {
            for (name, method, path, body) in [
                ("hugo", "PUT", "/rooms/secret", #"{"visibility":"private"}"#),
                ("hugo", "PUT", "/rooms/secret/members/ines", "{}"),
                ("hugo", "POST", "/invites", #"{"room":"secret"}"#),
                ("ines", "POST", "/tokens", #"{"label":"x"}"#),
            ] { _ = try await site.done(Wish(method: method, path: path, body: body), as: name) }
        }
        for room in ["secret", "@ines"] {
            var path = ""
            for word in ["treasure", "tea", "tea and a map to the treasure, with milk"] {
                path = try await say("\(word) \(part)", in: room, as: "hugo", site)
            }
            _ = try await site.done(Wish(method: "PATCH", path: path, body: "sugar"), as: "hugo")
        }
        let read = Wish(method: "PUT", path: "/rooms/secret/read", body: #"{"seq":2}"#)
        _ = try await site.done(read, as: "ines")
        var files: [String] = []
        for room in ["secret", "@ines"] {
            let text = "\(room) \(part)"
            let file = Wish(method: "PUT", path: "/rooms/\(room)/files/f.txt", body: text)
            let answer = try await site.done(file, as: "hugo")
            files += AccessWorld.word(after: #""sha256":""#, in: answer.body).map { [$0] } ?? []
        }
        return files
    }

    /// Says something, and gives where it is.
    @discardableResult
    private static func say(
        _ text: String,
        in room: String,
        as name: String,
        _ site: Site
    ) async throws -> String {
        let isSecret = room == "secret"
        // Somebody else's keys are nobody's business.
        let key = isSecret ? "Idempotency-Key: k\(text.replacing(" ", with: "_"))\r\n" : ""
        let answer = try await site.done(
            Wish(method: "POST", path: "/rooms/\(room)/messages", fields: key, body: text),
            as: name
        )
        return try #require(answer.fields["location"])
    }
}

/// Takes out of an answer what time and place alone make different.
enum Masked {
    // Made once: a literal of a regular expression is read anew each time it is met, which took
    // more than all that the servers did.
    private static let patterns: [(NSRegularExpression, String)] = [
        (#"\d{4}-\d\d-\d\dT[\d:.]+Z"#, "TIME"),
        (#"\b\d\d:\d\d:\d\d\b"#, "TIME"),
        (#"\b[a-z0-9]{4,8}\.\d+"#, "CURSOR"),
        (#""id":\d+"#, "ID"),
        // It is written down once a minute, which is not the same one for both.
        (#","lastUsedAt":"TIME""#, ""),
        // Of the last minute, which is not the same one for both.
        (#""messagesPerMinute":\d+"#, "RATE"),
        // Streams that were closed a moment ago are seen for a while.
        (#",?\{"name":"[^"]*","role":"none","here":true\}"#, ""),
        (#""here":(true|false|\d+)"#, "HERE"),
        (#""active":\[[^\]]*\]"#, "ACTIVE"),
        (#""(challenge|token|id|code|ticket)":"[^"]*""#, "SECRET"),
    ].compactMap { pattern, mask in
        // A pattern that is wrong would mask nothing, and the two servers would differ.
        (try? NSRegularExpression(pattern: pattern)).map { ($0, mask) }
    }

    static func text(_ text: String) -> String {
        patterns.reduce(text) { text, pattern in
            pattern.0.stringByReplacingMatches(
                in: text,
                range: NSRange(text.startIndex..., in: text),
                withTemplate: pattern.1
            )
        }
    }
}
