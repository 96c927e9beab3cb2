import ChatProtocol
import NIOCore
import Testing

@testable import ChatServer

@Suite struct SmallPartsTests {
    @Test("Lines are cut out of a body in any pieces")
    func lines() {
        let body = Array("one\r\n\ntwo é\nthree".utf8)
        for cut in 0...body.count {
            var lines = BodyLines(byteLimit: 10)
            var found = lines.split(ByteBuffer(bytes: body[..<cut]))
            found += lines.split(ByteBuffer(bytes: body[cut...]))
            found += lines.finish()
            #expect(found == [.text("one"), .text("two é"), .text("three")], "cut at \(cut)")
        }
    }

    @Test("A line over the bound is told of and forgotten, and the next one is read")
    func longLine() {
        var lines = BodyLines(byteLimit: 4)
        #expect(lines.split(ByteBuffer(string: "abc")) == [])
        #expect(lines.split(ByteBuffer(string: "defgh\nok\n")) == [.tooLong(8), .text("ok")])
        #expect(lines.split(ByteBuffer(bytes: [0xff, 0x0a])) == [.notUTF8])
        #expect(lines.finish() == [])
    }

    @Test("A name with an empty password is a guest; no credentials are a reader")
    func guests() throws {
        #expect(try identity(nil) == .reader)
        #expect(try identity(nil).author == .guest)
        let ann = try identity("Basic YW5uOg==")
        #expect(ann == .guest(try MemberName("ann")))
        #expect(try identity("basic YW5uOg==") == ann)
    }

    @Test("The operator's token makes an operator, and a part of it or more of it does not")
    func operatorToken() throws {
        #expect(try identity("Bearer \(token)") == .operator)
        #expect(try identity("bearer \(token)").author == .operator)
        for wrong in ["", String(token.dropLast()), token + token, token.uppercased(), token + "x"]
        {
            let problem = #expect(throws: Problem.self) { try identity("Bearer \(wrong)") }
            #expect(problem?.code == "bad_credentials")
        }
        // "Operator:", which nobody takes as a guest.
        #expect(throws: Problem.self) { try identity("Basic T3BlcmF0b3I6") }
    }

    @Test(
        "Passwords, tokens and nonsense are refused",
        arguments: [
            "Basic YW5uOnB3", "Bearer x", "Basic", "Basic !!!", "Basic YW5u", "Basic Og==",
            "Basic YSBiOg==", "",
        ]
    )
    func badIdentity(field: String) {
        let problem = #expect(throws: Problem.self) { try identity(field) }
        #expect(problem?.status == 401)
        #expect(problem?.code == "bad_credentials")
    }

    @Test("A member may post a burst, and then at the steady rate")
    func rate() throws {
        var limits = ServerLimits()
        limits.messagesPerSecond = 2
        limits.messageBurst = 3
        let limiter = RateLimiter(limits)
        let ann = try MemberName("ann")
        for _ in 0..<3 { #expect(limiter.take(for: ann, now: .seconds(1)) == .zero) }
        #expect(limiter.take(for: ann, now: .seconds(1)) == .milliseconds(500))
        #expect(limiter.take(for: try MemberName("bob"), now: .seconds(1)) == .zero)
        #expect(limiter.take(for: ann, now: .milliseconds(1500)) == .zero)
        #expect(limiter.take(for: ann, now: .milliseconds(1500)) > .zero)
    }

    @Test("The limiter remembers a bounded number of members")
    func rateMemory() throws {
        var limits = ServerLimits()
        limits.messagesPerSecond = 1
        limits.messageBurst = 1
        limits.ratedMembers = 2
        let limiter = RateLimiter(limits)
        for (second, name) in ["a", "b", "c"].enumerated() {
            #expect(limiter.take(for: try MemberName(name), now: .milliseconds(second)) == .zero)
        }
        #expect(limiter.take(for: try MemberName("c"), now: .milliseconds(3)) > .zero)
        #expect(limiter.take(for: try MemberName("a"), now: .milliseconds(4)) == .zero, "forgotten")
    }

    @Test("A listening address has one of two forms")
    func listen() throws {
        #expect(ListenAddress("127.0.0.1:80") == .tcp(host: "127.0.0.1", port: 80))
        #expect(ListenAddress("[::1]:0") == .tcp(host: "::1", port: 0))
        #expect(ListenAddress(":80") == .tcp(host: "", port: 80))
        #expect(ListenAddress("unix:/tmp/x") == .unix(path: "/tmp/x"))
        for bad in [
            "", "80", "a:b", "a:70000", "unix:", "unix:" + String(repeating: "x", count: 108),
        ] {
            #expect(ListenAddress(bad) == nil, "\(bad)")
        }
    }

    @Test("Beyond this machine, open must be said outright")
    func auth() throws {
        func settings(_ values: [String: String]) throws -> ServerSettings {
            try ServerSettings(dataHome: "/data") { values[$0] }
        }
        #expect(try settings([:]).listen == .tcp(host: "127.0.0.1", port: 8080))
        #expect(try settings([:]).dataFolder == "/data/burble")
        #expect(throws: ServerSettings.Refusal.self) { try settings(["listen": "0.0.0.0:1"]) }
        #expect(try settings(["listen": "0.0.0.0:1", "auth": "open"]).listen.isLoopback == false)
        #expect(try settings(["message-limit": "2K"]).limits.messageBytes == 2048)
        for (key, bad) in [
            ("auth", "maybe"), ("auth", "accounts"), ("rate-limit", "-1"), ("rate-limit", "x"),
            ("message-limit", "0"), ("message-limit", "2G"), ("log-level", "loud"), ("listen", "?"),
        ] {
            let refusal = #expect(throws: ServerSettings.Refusal.self) { try settings([key: bad]) }
            #expect(refusal?.key == key)
            #expect(refusal?.value == bad)
        }
    }
}

private let token = "0123456789abcdef0123456789abcdef"

/// Who sends a request to a server with ``token``.
private func identity(_ authorization: String?) throws(Problem) -> Identity {
    try Identity(authorization: authorization, operator: OperatorToken(token))
}
