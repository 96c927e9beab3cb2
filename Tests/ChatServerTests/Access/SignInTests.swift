import ChatProtocol
import Credentials
import Foundation
import Glibc
import Spawning
import Testing

@testable import ChatServer
@testable import ChatStore

/// Passwords, keys and names, as a client uses them.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct SignInTests {
    private static func basic(_ name: String, _ password: String) -> String {
        "Basic " + Data("\(name):\(password)".utf8).base64EncodedString()
    }

    @Test(
        "A wrong password, a name that nobody has, a disabled account and a taken name: all alike"
    )
    func alike() async throws {
        try await AccessWorld.run("open") { world in
            let body = #"{"name":"paula","password":"correct horse"}"#
            #expect(try await world.ask("POST", "/accounts", by: nil, body: body).status == 201)
            let right = Self.basic("PAULA", "correct horse")
            #expect(try await world.ask("GET", "/me", by: right).status == 200)
            var answers: Set<String> = []
            for credentials in [
                Self.basic("paula", "wrong horse"), Self.basic("nobody", "correct horse"),
                Self.basic("disabled", "correct horse"), Self.basic("deleted", "correct horse"),
                Self.basic("paula", ""), Self.basic("disabled", ""), "Bearer x", "Digest x",
            ] {
                let answer = try await world.ask("GET", "/me", by: credentials)
                answers.insert("\(answer.status) \(answer.body)")
            }
            #expect(answers.count == 1)
            #expect(answers.first?.contains("bad_credentials") == true)
            // The same words where no guest comes in.
            #expect(answers.first?.contains("guest") == false)
            #expect(answers.first?.contains("NAME:") == false)
        }
    }

    // Nobody, the operator neither, could make an account where all had been deleted.
    @Test("Deleted accounts count towards no limit, and an operator makes more than others may")
    func limit() async throws {
        let given = ["auth": "open", "registration": "open", "account-limit": "1"]
        try await TestServer.run(given: given) { server in
            let world = AccessWorld(server: server)
            let token = "Bearer \(try server.operatorToken())"
            func register(_ name: String, by credentials: String? = nil) async throws -> Int {
                let body = #"{"name":"\#(name)","password":"correct horse"}"#
                return try await world.ask("POST", "/accounts", by: credentials, body: body).status
            }
            #expect(try await register("one") == 201)
            #expect(try await register("two") == 409)
            #expect(try await register("three", by: token) == 201)
            for name in ["one", "three"] {
                let answer = try await world.ask("DELETE", "/accounts/\(name)", by: token)
                #expect(answer.status == 204, "\(answer)")
            }
            #expect(try await register("four") == 201)
            // Their names are kept, so they have a bound too: with the three, ten.
            for number in 4..<11 { #expect(try await register("n\(number)", by: token) == 201) }
            for number in 4..<11 {
                _ = try await world.ask("DELETE", "/accounts/n\(number)", by: token)
            }
            _ = try await world.ask("DELETE", "/accounts/four", by: token)
            #expect(try await register("eleven") == 409)
        }
    }

    @Test("A name that has spoken or had an account is the operator's to give, the second nobody's")
    func names() async throws {
        try await AccessWorld.run("open") { world in
            _ = try await world.post("/rooms/public/messages", "x", as: .guest)
            func register(_ name: String, by person: AccessWorld.Person) async throws -> Int {
                let body = #"{"name":"\#(name)","password":"correct horse"}"#
                let credentials = world.credentials[person]
                return try await world.ask("POST", "/accounts", by: credentials, body: body).status
            }
            #expect(try await register("GUS", by: .nobody) == 409)
            for name in ["Deleted", "operator", "guest", "STRANGER"] {
                #expect(try await register(name, by: .tokenOperator) == 409, "\(name)")
            }
            #expect(try await register("Gus", by: .tokenOperator) == 201)
            // The guest of that name is one no more.
            let answer = try await world.ask(
                "POST",
                "/rooms/public/messages",
                as: .guest,
                body: "x"
            )
            #expect(answer.code == "bad_credentials")
        }
    }

    @Test("A password that others can read on its way is refused, in whichever part of a request")
    func clear() async throws {
        let given = ["auth": "accounts", "registration": "open", "trusted-proxy": "127.0.0.0/8"]
        try await TestServer.run(given: given) { server in
            let world = AccessWorld(server: server)
            let olga = try await world.account("olga", isOperator: true)
            let far = "X-Forwarded-For: 192.0.2.1\r\n"
            let new = #"{"name":"paula","password":"correct horse"}"#
            let both = #"{"password":"correct horse","newPassword":"battery staple"}"#
            let basic = Self.basic("paula", "correct horse")
            // The last is this machine itself: the server's own commands ask so.
            for (fields, isRefused) in [
                (far, true), (far + "X-Forwarded-Proto: https\r\n", false), ("", false),
            ] {
                for (method, path, credentials, body) in [
                    ("POST", "/accounts", nil, new), ("GET", "/me", basic, nil),
                    ("PATCH", "/accounts/olga", olga, #"{"newPassword":"battery staple"}"#),
                    ("PATCH", "/me", olga, both),
                ] as [(String, String, String?, String?)] {
                    let answer = try await world.ask(
                        method,
                        path,
                        by: credentials,
                        fields: fields,
                        body: body
                    )
                    #expect((answer.code == "tls_needed") == isRefused, "\(path) \(answer)")
                }
            }
        }
    }

    // All its clients were this machine: unbounded, and with passwords that others could read.
    @Test("Who comes through a proxy of this machine that is not named is not this machine")
    func unnamedProxy() async throws {
        try await TestServer.run { server in
            let world = AccessWorld(server: server)
            // None is given back while the test runs.
            server.services.gate.rates.addresses.rate = Rate(perSecond: 0.001, burst: 1)
            let fields = "X-Forwarded-For: 203.0.113.9\r\n"
            let paula = Self.basic("paula", "correct horse")
            let me = try await world.ask("GET", "/me", by: paula, fields: fields)
            #expect(me.code == "tls_needed", "\(me)")
            for (fields, codes) in [
                (fields, [nil, "rate_limited"]), ("", [nil, nil]),
            ] as [(String, [String?])] {
                for code in codes {
                    let said = try await world.ask(
                        "POST",
                        "/rooms/a/messages",
                        by: nil,
                        fields: fields,
                        body: "x"
                    )
                    #expect(said.code == code, "\(said)")
                }
            }
        }
    }

    // Whoever had broken in and added a key stayed in.
    @Test("A password that the operator sets ends the tokens and the keys of the account")
    func reset() async throws {
        try await AccessWorld.run("accounts") { world in
            let gate = world.server.services.gate
            let name = try MemberName("member")
            let key = AccountKey(
                account: name,
                fingerprint: "SHA256:x",
                key: "ssh-ed25519 x",
                createdAt: .now()
            )
            try await gate.accounts.change(by: nil) { _ in [.putKey(key)] }
            let new = #"{"newPassword":"battery staple"}"#
            try await world.done(.tokenOperator, "PATCH", "/accounts/member", new)
            let left = gate.accounts.look { book in
                (book.tokens(of: name).count, book.keys[name, default: []].count)
            }
            #expect(left == (0, 0))
        }
    }

    @Test("A flood of sign-ins keeps nobody's posts waiting")
    func flood() async throws {
        let given = ["auth": "open", "sign-in-rate": "1000000"]
        try await TestServer.run(given: given, configure: { $0.passwordCost = .standard }) {
            server in
            let world = AccessWorld(server: server)
            let wrong = Self.basic("nobody", "wrong horse")
            try await withThrowingTaskGroup { group in
                for _ in 0..<64 {
                    group.addTask { _ = try await world.ask("GET", "/me", by: wrong) }
                }
                // All of these are answered before the flood is: it has hardly begun.
                for number in 1...50 {
                    let answer = try await world.ask(
                        "POST",
                        "/rooms/a/messages",
                        by: nil,
                        body: "\(number)"
                    )
                    #expect(answer.status == 201)
                }
                #expect(server.services.gate.accounts.passwords.waiting > 0)
                group.cancelAll()
            }
        }
    }

    @Test("A key of ssh-keygen signs in once for a challenge, and for its own account alone")
    func key() async throws {
        let folder = NSTemporaryDirectory() + "burble-key-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await keygen("-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/key")
        try await AccessWorld.run("accounts") { world in
            let line = try text("\(folder)/key.pub").trimmingCharacters(in: .whitespacesAndNewlines)
            try await world.done(.member, "POST", "/me/keys", #"{"key":"\#(line)"}"#)
            let signed = try await sign("member", folder, world)
            #expect(try await world.ask("POST", "/tokens", by: nil, body: signed).status == 201)
            // The challenge is used up.
            let again = try await world.ask("POST", "/tokens", by: nil, body: signed)
            #expect(again.code == "bad_credentials")
            for name in ["stranger", "nobody", "disabled"] {
                let other = try await sign(name, folder, world)
                let answer = try await world.ask("POST", "/tokens", by: nil, body: other)
                #expect(answer.body == again.body, "\(name)")
            }
            let elsewhere = try await sign("member", folder, world, namespace: "file")
            let answer = try await world.ask("POST", "/tokens", by: nil, body: elsewhere)
            #expect(answer.code == "bad_credentials")
        }
    }

    @Test("No ban of an address keeps an operator out, by whichever credentials")
    func bannedOperator() async throws {
        let folder = NSTemporaryDirectory() + "burble-key-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await keygen("-q", "-t", "ed25519", "-N", "", "-f", "\(folder)/key")
        try await AccessWorld.run("accounts") { world in
            let line = try text("\(folder)/key.pub").trimmingCharacters(in: .whitespacesAndNewlines)
            let key = #"{"key":"\#(line)"}"#
            for person in [AccessWorld.Person.accountOperator, .member] {
                try await world.done(person, "POST", "/me/keys", key)
            }
            let reading = try await world.token("accountOperator", TokenWish(scope: .read))
            let ban = ServerBan(
                id: "b",
                name: nil,
                address: "127.0.0.1",
                until: nil,
                reason: nil,
                madeBy: .operator,
                createdAt: .now()
            )
            try await world.server.services.gate.accounts.change(by: nil) { _ in [.putBan(ban)] }
            #expect(try await world.ask("GET", "/rooms", by: reading).status == 200)
            #expect(try await world.ask("GET", "/rooms", as: .member).code == "banned")
            let codes: [(String, String?)] = [("accountOperator", nil), ("member", "banned")]
            for (name, code) in codes {
                let signed = try await sign(name, folder, world)
                let answer = try await world.ask("POST", "/tokens", by: nil, body: signed)
                #expect(answer.code == code, "\(answer)")
            }
        }
    }

    @Test(
        "A part of a signed challenge makes no token of the caller's own",
        arguments: [
            #""name":"member""#, #""challenge":"x""#, #""signature":"x""#,
            #""name":"member","challenge":"x""#, #""challenge":"x","signature":"y""#,
            #""name":"member","signature":"y""#,
        ]
    )
    func halfSigned(fields: String) async throws {
        try await AccessWorld.run("accounts") { world in
            let own = world.credentials[.stranger]
            let body = "{\"label\":\"x\",\(fields)}"
            let answer = try await world.ask("POST", "/tokens", by: own, body: body)
            #expect(answer.status == 400 && answer.code == "bad_body", "\(answer)")
            let tokens = try await world.ask("GET", "/tokens", by: own)
            #expect(!tokens.body.contains(#""label":"x""#), "\(tokens)")
        }
    }

    // MARK: - Parts

    private func sign(
        _ name: String,
        _ folder: String,
        _ world: AccessWorld,
        namespace: String = "burble"
    ) async throws -> String {
        let drawn = try await world.ask(
            "POST",
            "/challenges",
            by: nil,
            body: #"{"name":"\#(name)"}"#
        )
        let challenge = String(
            try #require(drawn.body.firstMatch(of: /"challenge":"([^"]+)"/)).output.1
        )
        let path = "\(folder)/\(challenge)"
        try challenge.write(toFile: path, atomically: true, encoding: .utf8)
        try await keygen("-q", "-Y", "sign", "-n", namespace, "-f", "\(folder)/key", path)
        let signature = try text("\(path).sig").replacing("\n", with: #"\n"#)
        return #"{"name":"\#(name)","challenge":"\#(challenge)","signature":"\#(signature)"}"#
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }

    private func keygen(_ arguments: String...) async throws {
        var program = ProgramStart("ssh-keygen", words: ["ssh-keygen"] + arguments)
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            program.set(descriptor, to: .file(path: "/dev/null", flags: O_RDWR))
        }
        let process = try program.start()
        let status: ChildStatus? = await withCheckedContinuation { ended in
            Thread.detachNewThread {
                // Where it cannot be waited for, it did not leave as it should.
                ended.resume(returning: try? ChildStatus.of(process))
            }
        }
        try #require(status == .code(0))
    }
}
