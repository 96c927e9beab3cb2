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
            var found = lines.all(in: ByteBuffer(bytes: body[..<cut]))
            found += lines.all(in: ByteBuffer(bytes: body[cut...]))
            found += lines.rest()
            #expect(found == [.text("one"), .text("two é"), .text("three")], "cut at \(cut)")
        }
    }

    @Test("A line over the bound is told of and forgotten, and the next one is read")
    func longLine() {
        var lines = BodyLines(byteLimit: 4)
        #expect(lines.all(in: ByteBuffer(string: "abc")) == [])
        #expect(lines.all(in: ByteBuffer(string: "defgh\nok\n")) == [.tooLong(8), .text("ok")])
        #expect(lines.all(in: ByteBuffer(bytes: [0xff, 0x0a])) == [.notUTF8])
        #expect(lines.all(in: ByteBuffer(string: " \n\u{200B}\n\u{2800}")) == [])
        #expect(lines.finish() == nil)
    }

    @Test("A line may be as long as the bound whatever ends it", arguments: ["\n", "\r\n", ""])
    func boundary(ending: String) {
        let cases: [(String, BodyLines.Line)] = [
            ("1234", .text("1234")), ("12345", .tooLong(5)), ("1234567", .tooLong(7)),
        ]
        for (text, line) in cases {
            let body = Array((text + ending).utf8)
            for cut in 0...body.count {
                var lines = BodyLines(byteLimit: 4)
                var found = lines.all(in: ByteBuffer(bytes: body[..<cut]))
                found += lines.all(in: ByteBuffer(bytes: body[cut...]))
                #expect(found + lines.rest() == [line], "\(text), cut at \(cut)")
            }
        }
    }

    // A client sends some thousand lines at once, of which ten a second are posted.
    @Test("The lines behind the one that is taken wait as the bytes that they came as")
    func waitingLines() {
        var lines = BodyLines(byteLimit: 10)
        var piece = ByteBuffer(string: "\n\na\nb\n\n")
        #expect(lines.next(in: &piece) == .text("a"))
        #expect(piece.readableBytes == 3)
        #expect(lines.next(in: &piece) == .text("b"))
        #expect(lines.next(in: &piece) == nil && piece.readableBytes == 0)
    }

    @Test("The Authorization field is a name, a name with a password, or a token")
    func authorization() throws {
        let ann = try MemberName("ann")
        #expect(try Authorization(nil) == .none)
        #expect(try Authorization("Basic YW5uOg==") == .name(ann))
        #expect(try Authorization("basic YW5uOg==") == .name(ann))
        #expect(try Authorization("Basic YW5uOnB3") == .password(ann, "pw"))
        #expect(try Authorization("Basic YW5uOnA6dw==") == .password(ann, "p:w"))
        // An account of before has this name.
        #expect(try Authorization("Basic Li46cHc=") == .password(MemberName(".."), "pw"))
        #expect(try Authorization("bearer x") == .token("x"))
        #expect(try Authorization("Bearer  x") == .token("x"))
        #expect(try Authorization("Basic   YW5uOg==") == .name(ann))
    }

    @Test(
        "Credentials that are nonsense are refused",
        arguments: [
            "Basic", "Basic !!!", "Basic YW5u", "Basic Og==", "Basic YSBiOg==", "", "Digest x",
            "Basic Li46", "Basic Ljo=",
        ]
    )
    func badAuthorization(field: String) {
        let problem = #expect(throws: Problem.self) { try Authorization(field) }
        #expect(problem?.status == 401)
        #expect(problem?.code == "bad_credentials")
    }

    @Test("A token is told from a part of it, and from more of it")
    func operatorToken() {
        let token = "0123456789abcdef0123456789abcdef"
        #expect(OperatorToken(token).matches(token))
        for wrong in ["", String(token.dropLast()), token + token, token.uppercased(), token + "x"]
        {
            #expect(!OperatorToken(token).matches(wrong), "\(wrong)")
        }
    }

    @Test("A member may post a burst, and then at the steady rate")
    func rate() throws {
        let limiter = RateLimiter<MemberName>(Rate(perSecond: 2, burst: 3), limit: 10)
        let ann = try MemberName("ann")
        for _ in 0..<3 { #expect(limiter.take(for: ann, now: .seconds(1)).wait == .zero) }
        #expect(limiter.take(for: ann, now: .seconds(1)).wait == .milliseconds(500))
        #expect(limiter.take(for: try MemberName("bob"), now: .seconds(1)).wait == .zero)
        #expect(limiter.take(for: ann, now: .milliseconds(1500)).wait == .zero)
        #expect(limiter.take(for: ann, now: .milliseconds(1500)).wait > .zero)
    }

    @Test("The limiter remembers a bounded number of members")
    func rateMemory() throws {
        let limiter = RateLimiter<MemberName>(Rate(perSecond: 1, burst: 1), limit: 2)
        for (second, name) in ["a", "b", "c"].enumerated() {
            #expect(
                limiter.take(for: try MemberName(name), now: .milliseconds(second)).wait == .zero
            )
        }
        #expect(limiter.take(for: try MemberName("c"), now: .milliseconds(3)).wait > .zero)
        #expect(
            limiter.take(for: try MemberName("a"), now: .milliseconds(4)).wait == .zero,
            "forgotten"
        )
    }

    @Test("Who comes again is remembered, however many others came once")
    func rateOfTheBusy() throws {
        let limiter = RateLimiter<MemberName>(Rate(perSecond: 0.001, burst: 1), limit: 20)
        let ann = try MemberName("ann")
        #expect(limiter.take(for: ann, now: .zero).wait == .zero)
        for number in 1...1000 {
            let other = try MemberName("m\(number)")
            #expect(limiter.take(for: other, now: .milliseconds(number)).wait == .zero)
            guard number.isMultiple(of: 9) else { continue }
            #expect(limiter.take(for: ann, now: .milliseconds(number)).wait > .zero)
        }
    }

    // Seen as running F29: a path that is too long for a socket was refused by a name of the
    // library.
    @Test("A listening address has one of two forms")
    func listen() throws {
        #expect(ListenAddress("127.0.0.1:80") == .tcp(host: "127.0.0.1", port: 80))
        #expect(ListenAddress("[::1]:0") == .tcp(host: "::1", port: 0))
        #expect(ListenAddress(":80") == .tcp(host: "", port: 80))
        #expect(ListenAddress("Chat.example.:80") == .tcp(host: "Chat.example.", port: 80))
        for none in ["*:80", "0:80", "127.1:80", "0x7f000001:80", "a.0x1:80", "a b:80", "x@y:80"] {
            #expect(ListenAddress(none) == nil, "\(none)")
        }
        #expect(ListenAddress("unix:/tmp/x") == .unix(path: "/tmp/x"))
        #expect(ListenAddress("unix:" + String(repeating: "x", count: 103)) != nil)
        for bad in [
            "", "80", "a:b", "a:+80", "a:70000", "unix:",
            "unix:" + String(repeating: "x", count: 104),
        ] {
            #expect(ListenAddress(bad) == nil, "\(bad)")
        }
    }

    @Test("Each place says for itself whether it speaks TLS")
    func places() throws {
        func secure(_ text: String, _ hasCertificate: Bool) -> Bool? {
            ListenPlace(text, hasCertificate: hasCertificate)?.isSecure
        }
        #expect(secure(":1", true) == true)
        #expect(secure(":1", false) == false)
        #expect(secure("https://:1", true) == true)
        #expect(secure("https://:1", false) == nil)
        #expect(secure("http://127.0.0.1:1", true) == false)
        #expect(secure("unix:/s", true) == false)
        #expect(secure("http://unix:/s", true) == nil)
        #expect(secure("http://https://:1", true) == nil)
    }

    @Test("Beyond this machine, accounts are needed unless open is said outright")
    func auth() throws {
        func settings(_ values: [String: String]) throws -> ServerSettings {
            try ServerSettings(dataHome: "/data") { values[$0] }
        }
        #expect(try settings([:]).listen.map(\.address) == [.tcp(host: "127.0.0.1", port: 8080)])
        #expect(try settings([:]).dataFolder == "/data/burble")
        #expect(try settings([:]).admission.mode == .open)
        #expect(try settings(["listen": "0.0.0.0:1"]).admission.mode == .accounts)
        #expect(try settings(["listen": "0.0.0.0:1", "auth": "open"]).admission.mode == .open)
        #expect(try settings(["listen": "127.0.0.1:1, [::1]:1,unix:/s"]).admission.mode == .open)
        #expect(try settings(["listen": "127.0.0.1:1,:2"]).admission.mode == .accounts)
        #expect(try settings(["message-limit": "2K"]).limits.messageBytes == 2048)
        for (key, bad) in [
            ("auth", "maybe"), ("registration", "some"), ("trusted-proxy", "10.0.0.0/33"),
            ("rate-limit", "-1"), ("rate-limit", "x"),
            ("message-limit", "0"), ("message-limit", "2G"), ("log-level", "loud"), ("listen", "?"),
            ("listen", ""), ("listen", "https://:443"), ("listen", "http://unix:/s"),
        ] {
            let refusal = #expect(throws: ServerSettings.Refusal.self) { try settings([key: bad]) }
            #expect(refusal?.key == key)
            #expect(refusal?.value == bad)
        }
    }
}
