import ChatProtocol
import Foundation
import NIOHTTP1
import TestConnections
import Testing

@testable import ChatServer

/// Every write that a member can make counts towards the same limit.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct ChargedWriteTests {
    // Seen as S9: joining, topics and read markers were limited by no rate.
    @Test(
        "A write of any kind is refused to a member that has written too fast",
        arguments: [
            ("POST", "/rooms/a/messages", "x"), ("PATCH", "/rooms/a/messages/1", "y"),
            ("DELETE", "/rooms/a/messages/1", ""),
            ("PUT", "/rooms/a/messages/1/reactions/%2B1", ""),
            ("PUT", "/rooms/a", #"{"topic":"t"}"#), ("PUT", "/rooms/a/members/ann", ""),
            ("DELETE", "/rooms/a/members/ann", ""), ("POST", "/rooms/a/typing", ""),
            ("PUT", "/rooms/a/read", #"{"seq":1}"#), ("PUT", "/rooms/a/files/f.txt", "x"),
        ]
    )
    func charged(method: String, path: String, body: String) async throws {
        try await TestServer.run {
            $0.messagesPerSecond = 1
            $0.messageBurst = 1
        } _: { server in
            try await TestConnection.open(server) { client in
                try await client.post("x")
                func write() async throws -> (head: HTTPResponseHead, body: [UInt8]) {
                    try await client.ask(
                        HTTPMethod(rawValue: method),
                        path,
                        as: "ann",
                        body: Array(body.utf8)
                    )
                }
                var answer = try await write()
                // Each second lets one more through, which uses it up.
                for _ in 1...20 where answer.head.status != .tooManyRequests {
                    answer = try await write()
                }
                #expect(answer.head.status == .tooManyRequests)
                #expect(answer.head.headers["Retry-After"].first != nil)
                #expect(answer.head.headers["RateLimit"] == [#""rate-limit";r=0;t=1"#])
                #expect(answer.head.headers["RateLimit-Policy"] == [#""rate-limit";q=1;w=1"#])
            }
        }
    }

    // Seen as S9 and running F33: each new name had a rate of its own, and names are free.
    @Test("An address writes so fast and no faster, whatever names it gives, and whatever the form")
    func address() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "address-rate": "1", "address-burst": "3"]
        try await TestServer.asking(given: given) { server, client in
            func post(_ text: String, _ name: String, _ address: String) async throws -> UInt {
                try await client.ask(
                    .POST,
                    "/rooms/a/messages",
                    as: name,
                    headers: [("X-Forwarded-For", address)],
                    body: Array(text.utf8)
                ).head.status.code
            }
            var statuses: [UInt] = []
            for (number, text) in ["x", "", "x"].enumerated() {
                statuses.append(try await post(text, "n\(number)", "198.51.100.7"))
            }
            #expect(statuses == [201, 400, 201])
            // Each second puts one more into the bucket.
            for number in 3..<60 where !statuses.contains(429) {
                statuses.append(try await post("x", "n\(number)", "198.51.100.7"))
            }
            #expect(statuses.contains(429))
            #expect(try await post("x", "other", "198.51.100.8") == 201)
            // What a client wrote of another's address costs that one nothing.
            let unclear = try await client.ask(
                .POST,
                "/rooms/a/messages",
                as: "other",
                headers: [
                    ("X-Forwarded-For", "198.51.100.8"), ("Forwarded", "for=198.51.100.9"),
                ],
                body: Array("x".utf8)
            )
            #expect(unclear.head.status == .badRequest)
            let gate = server.services.gate
            #expect(gate.rates.addresses.remaining(of: "c6336409", now: gate.uptime()) == 3)
        }
    }

    @Test("Lines of a two-way stream that are faster than an address may write wait, and all come")
    func lines() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "address-rate": "1", "address-burst": "2"]
        try await TestServer.wired(given: given) { _, client in
            try await client.send(
                "PUT /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n"
                    + "X-Forwarded-For: 198.51.100.7\r\nAuthorization: Basic YW5uOg==\r\n"
                    + "Content-Length: 4\r\n\r\n1\n2\n"
            )
            let body = String(decoding: try await client.readToEnd(), as: UTF8.self)
            #expect(!body.contains("rate_limited") && body.contains("input_ended"))
            for text in ["1", "2"] { #expect(body.contains(#""text":"\#(text)""#)) }
        }
    }

    @Test("Lines of a two-way stream that are none are charged to its address")
    func wrongLines() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "message-limit": "1"]
        try await TestServer.run(given: given) { server in
            let gate = server.services.gate
            // None is given back while the test runs.
            gate.rates.addresses.rate = Rate(perSecond: 1e-9, burst: 100)
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "PUT /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n"
                        + "X-Forwarded-For: 198.51.100.7\r\nAuthorization: Basic YW5uOg==\r\n"
                        + "Content-Length: 6\r\n\r\n12\n34\n"
                )
                let body = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(body.contains("message_too_long"), "\(body)")
            }
            // The request, and each line.
            #expect(gate.rates.addresses.remaining(of: "c6336407", now: gate.uptime()) == 97)
        }
    }

    @Test("Lines that are faster than a room's slow mode lets through wait, and all come")
    func slowMode() async throws {
        try await TestServer.run { server in
            let token = try server.operatorToken()
            try await TestConnection.open(server) { client in
                try await client.post("x", as: "bob")
                let answer = try await client.ask(
                    .PUT,
                    "/rooms/a",
                    headers: [
                        ("Authorization", "Bearer \(token)"), ("Content-Type", "application/json"),
                    ],
                    body: Array(#"{"slowSeconds":1}"#.utf8)
                )
                try #require(answer.head.status == .ok)
            }
            try await RawConnection.open(port: server.port) { client in
                try await client.send(
                    "PUT /rooms/a/stream?format=ndjson HTTP/1.1\r\nHost: x\r\n"
                        + "Authorization: Basic YW5uOg==\r\nContent-Length: 4\r\n\r\n1\n2\n"
                )
                let body = String(decoding: try await client.readToEnd(), as: UTF8.self)
                #expect(!body.contains("slow_mode") && body.contains("input_ended"))
                for text in ["1", "2"] { #expect(body.contains(#""text":"\#(text)""#)) }
            }
        }
    }

    // Seen as S9: empty posts in another one's name used that one's rate up.
    @Test("A write that is refused for its form is not charged to the name that it claims")
    func malformed() async throws {
        try await TestServer.run(given: ["rate-limit": "1", "rate-burst": "2"]) { server in
            let rates = server.services.gate.rates
            let name = try MemberName("alice")
            try await TestConnection.open(server) { client in
                let asked: [(HTTPMethod, String, String)] = [
                    (.POST, "/rooms/a/messages", ""), (.POST, "/rooms/a/messages", "\u{200b}"),
                    (.PATCH, "/rooms/a/messages/1", ""), (.PUT, "/rooms/a", "{"),
                    (.PUT, "/rooms/a/read", "{"), (.PUT, "/rooms/a/members/alice", "{"),
                    (.PUT, "/rooms/a/messages/1/reactions/x%00", ""),
                    (.PUT, "/rooms/a/files/%00", "x"), (.DELETE, "/rooms/a/messages/x", ""),
                ]
                try await client.post("x", as: "bob")
                let fields = [("Content-Type", "application/json")]
                for odd in [[], [("Accept", "odd/*"), ("Upload-Complete", "odd")]] {
                    for (method, path, body) in asked {
                        let answer = try await client.ask(
                            method,
                            path,
                            as: "alice",
                            headers: fields + odd,
                            body: Array(body.utf8)
                        )
                        #expect(answer.head.status == .badRequest, "\(method) \(path)")
                    }
                }
                #expect(rates.members.take(for: name, now: .zero).remaining == 1)
            }
        }
    }

    /// What is no write, and is charged to its address alone.
    static let free: Set<String> = ["HEAD /uploads/{id}"]

    private static let part =
        "Content-Type: application/partial-upload\r\nUpload-Complete: ?0\r\n"

    // A member whose posts were refused went on with an upload, and its end was posted.
    @Test("Each part of an upload is charged, and what is refused for that is done later")
    func parts() async throws {
        try await TestServer.run(given: ["rate-limit": "1", "rate-burst": "100"]) { server in
            let (world, ann) = (AccessWorld(server: server), "Basic YW5uOg==")
            let begun = try await world.ask(
                "PUT",
                "/rooms/a/files/f.txt",
                by: ann,
                fields: "Upload-Complete: ?0\r\n",
                body: "1"
            )
            let upload = try #require(begun.fields["location"])
            func go(
                on offset: Int,
                _ fields: String = Self.part
            ) async throws -> AccessWorld.Answer {
                let place = "Upload-Offset: \(offset)\r\n"
                return try await world.ask(
                    "PATCH",
                    upload,
                    by: ann,
                    fields: fields + place,
                    body: "2"
                )
            }
            let second = try await go(on: 1)
            #expect(second.status == 204, "\(second)")
            #expect(second.fields["ratelimit"]?.hasPrefix(#""member";r="#) == true, "\(second)")
            let gate = server.services.gate
            // As if an hour from now had been spent already: none is given back meanwhile.
            let later = gate.uptime() + .seconds(3600)
            let name = try MemberName("ann")
            while (try? gate.rates.charge(name, now: later)) != nil {}
            let last = Self.part.replacing("?0", with: "?1")
            for refused in [
                try await go(on: 2), try await go(on: 2, last),
                try await world.ask("DELETE", upload, by: ann),
            ] {
                #expect(refused.status == 429, "\(refused)")
                #expect(refused.fields["retry-after"] != nil, "\(refused)")
            }
            // What is wrong with its form is charged to no name.
            #expect(try await go(on: 2, "").code == "partial_upload_needed")
            let told = try await world.ask("HEAD", upload, by: ann)
            #expect(told.status == 204 && told.fields["upload-offset"] == "2", "\(told)")
        }
    }

    @Test("Whoever tries ids of uploads is charged for each")
    func unknownUpload() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "address-rate": "1", "address-burst": "3"]
        try await TestServer.run(given: given) { server in
            let world = AccessWorld(server: server)
            for (number, method) in ["PATCH", "DELETE"].enumerated() {
                var codes: [String] = []
                // Each second puts one more into the bucket.
                for _ in 0..<60 where !codes.contains("rate_limited") {
                    let answer = try await world.ask(
                        method,
                        "/uploads/none",
                        by: "Basic YW5uOg==",
                        fields: "X-Forwarded-For: 198.51.100.\(number)\r\n"
                    )
                    codes.append(answer.code ?? "")
                }
                #expect(codes.first == "upload_not_found", "\(codes)")
                #expect(codes.last == "rate_limited", "\(codes)")
            }
        }
    }

    // One address took every room of an open server, under names that cost it nothing.
    @Test("An address makes so many rooms, by whatever request and name; others go on")
    func rooms() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "rooms-per-address": "1"]
        try await AccessWorld.run("open", given: given) { world in
            let requests = [
                ("POST", "/messages", "x"), ("PUT", "", #"{"topic":"t"}"#), ("PUT", "", ""),
                ("PUT", "/files/f.txt", "x"), ("PUT", "/members/guest", ""),
            ]
            for (number, (method, path, body)) in requests.enumerated() {
                func make(
                    _ room: String,
                    from address: Int,
                    by credentials: String? = nil
                ) async throws -> AccessWorld.Answer {
                    try await world.ask(
                        method,
                        "/rooms/\(room)\(number)\(path)",
                        by: credentials,
                        fields: "X-Forwarded-For: 198.51.\(address).\(number)\r\n",
                        body: body
                    )
                }
                #expect(try await make("a", from: 1).status == 201, "\(method) \(path)")
                let refused = try await make("b", from: 1)
                #expect(refused.code == "rate_limited", "\(method) \(path): \(refused)")
                let policy = refused.fields["ratelimit-policy"]
                #expect(policy == #""rooms-per-address";q=1;w=86400"#, "\(refused)")
                // A room that is there costs nothing, and others have rooms of their own.
                #expect(try await make("a", from: 1).status < 300)
                #expect(try await make("b", from: 2).status == 201)
                let credentials = world.credentials[.tokenOperator]
                guard !path.hasPrefix("/members") else { continue }
                #expect(try await make("c", from: 1, by: credentials).status == 201)
            }
        }
    }

    @Test("An address fills so much with files, under whatever names; others go on")
    func files() async throws {
        let given = ["trusted-proxy": "127.0.0.1", "address-file-quota": "8K"]
        try await AccessWorld.run("open", given: given) { world in
            func share(_ number: Int, from address: Int) async throws -> AccessWorld.Answer {
                try await world.ask(
                    "PUT",
                    "/rooms/a/files/f.txt",
                    by: "Basic " + Data("n\(number):".utf8).base64EncodedString(),
                    fields: "X-Forwarded-For: 198.51.100.\(address)\r\n",
                    body: "file \(number)"
                )
            }
            for number in 1...2 { #expect(try await share(number, from: 1).status == 201) }
            let refused = try await share(3, from: 1)
            #expect(refused.code == "file_quota", "\(refused)")
            #expect(refused.body.contains(#""configKey":"address-file-quota""#), "\(refused)")
            #expect(try await share(3, from: 2).status == 201)
        }
    }

    // Bodies and names that are none were read before anybody was charged, and an operator's writes
    // were charged to no account.
    @Test("Whatever is wrong with a write, its address and its account are charged for it")
    func form() async throws {
        try await AccessWorld.run("open", given: ["trusted-proxy": "127.0.0.1"]) { world in
            let (gate, key) = (world.server.services.gate, "c6336407")
            // None is given back while the test runs.
            gate.rates.addresses.rate = Rate(perSecond: 1e-9, burst: 10_000)
            gate.rates.members.rate = gate.rates.addresses.rate
            let name = try MemberName(AccessWorld.Person.accountOperator.rawValue)
            func left() -> [Int] {
                [
                    gate.rates.addresses.remaining(of: key, now: gate.uptime()),
                    gate.rates.members.remaining(of: name, now: gate.uptime()),
                ]
            }
            for row in AccessTable.rows where !["GET", "HEAD"].contains(row.method) {
                let nameless = row.path.replacing("{", with: "%20").replacing("}", with: "")
                for target in [row.target(in: "public", of: world), nameless] {
                    let before = left()
                    let answer = try await world.ask(
                        row.method,
                        target,
                        as: .accountOperator,
                        fields: "X-Forwarded-For: 198.51.100.7\r\n"
                            + "Content-Type: application/json\r\n",
                        body: "{"
                    )
                    let isCharged = zip(left(), before).allSatisfy { $0 < $1 }
                    #expect(isCharged, "\(row.method) \(target): \(answer)")
                }
            }
        }
    }

    // It was charged for the room too: with a burst of one it was refused always.
    @Test("An invite is charged once, also one into a room")
    func invite() async throws {
        let given = ["trusted-proxy": "127.0.0.1"]
        try await AccessWorld.run("accounts", given: given) { world in
            let rates = world.server.services.gate.rates
            // None is given back while the test runs.
            rates.members.rate = Rate(perSecond: 0.001, burst: 1)
            rates.addresses.rate = Rate(perSecond: 0.001, burst: 1)
            func invite(from number: Int) async throws -> AccessWorld.Answer {
                try await world.ask(
                    "POST",
                    "/invites",
                    as: .owner,
                    fields: "X-Forwarded-For: 198.51.100.\(number)\r\n",
                    body: #"{"room":"private"}"#
                )
            }
            let first = try await invite(from: 7)
            #expect(first.status == 201, "\(first)")
            let second = try await invite(from: 8)
            #expect(second.code == "rate_limited", "\(second)")
        }
    }

    // A ban could be made, and a stream be ended, where every other write was refused.
    @Test("A server that stops takes no decisions of the operator's")
    func draining() async throws {
        try await AccessWorld.run("accounts") { world in
            world.server.services.lifecycle.drain()
            for row in AccessTable.rows where row.method != "GET" && row.kind == .operates {
                let answer = try await world.ask(
                    row.method,
                    row.target(in: "public", of: world),
                    as: .tokenOperator,
                    body: row.body?.replacing("{room}", with: "public")
                )
                #expect(answer.code == "draining", "\(row): \(answer)")
            }
        }
    }

    @Test("Every write of an account is charged to it, an operator's too")
    func complete() async throws {
        let given = ["rate-limit": "1", "rate-burst": "1000"]
        try await AccessWorld.run("accounts", given: given) { world in
            let gate = world.server.services.gate
            let name = try MemberName(AccessWorld.Person.accountOperator.rawValue)
            // As if an hour from now had been spent already: none is given back meanwhile.
            _ = gate.rates.members.take(for: name, now: gate.uptime() + .seconds(3600))
            for row in AccessTable.rows where row.method != "GET" {
                let answer = try await world.ask(
                    row.method,
                    row.target(in: "public", of: world),
                    as: .accountOperator,
                    body: row.body?.replacing("{room}", with: "public")
                )
                let isFree = Self.free.contains("\(row.method) \(row.path)")
                #expect((answer.status != 429) == isFree, "\(row): \(answer)")
            }
        }
    }
}
