import Foundation
import Testing

/// Signing in, and what follows from it, with the built programs.
@Suite(.timeLimit(.minutes(10))) struct SignInTests {
    private static let password = "a long password"
    private static let alice = "alice:\(password)"
    private static let bob = "bob:\(password)"

    private func startServer() async throws -> ServerProcess {
        let server = try await ServerProcess(["--auth", "accounts", "--rate-limit", "0"])
        for name in ["alice", "bob"] {
            let (token, json) = (
                try server.operatorToken, #"{"name":"\#(name)","password":"\#(Self.password)"}"#
            )
            let made = try await server.call("POST", "/accounts", token: token, json: json)
            #expect(made.status == 201)
        }
        let room = try await server.call("PUT", "/rooms/general", as: Self.alice)
        #expect(room.status == 201)
        return server
    }

    /// Runs `chat-tui` off a terminal, with a home of its own.
    private func run(
        _ words: [String],
        _ server: ServerProcess,
        in home: TemporaryFolder,
        input: String? = nil
    ) async throws -> Subprocess.Outcome {
        let program = try Project.program("chat-tui")
        let process = try Subprocess(
            [program] + words + ["--server", server.url("")],
            environment: ["HOME": home.path, "USER": "alice", "XDG_STATE_HOME": ""]
        )
        return try await process.outcome(after: input.map { $0 + "\n" } ?? "")
    }

    private static func login(_ name: String) -> [String] {
        ["login", "--name", name, "--password-stdin"]
    }

    private func signIn(
        _ name: String,
        _ server: ServerProcess,
        in home: TemporaryFolder
    ) async throws {
        let done = try await run(Self.login(name), server, in: home, input: Self.password)
        #expect(done.exit == .code(0), "\(done.errors)")
    }

    /// A server, and the home of alice, who is signed in there.
    private func signedIn() async throws -> (ServerProcess, TemporaryFolder) {
        let (server, home) = (try await startServer(), try TemporaryFolder())
        try await signIn("alice", server, in: home)
        return (server, home)
    }

    private func tokens(_ home: TemporaryFolder) throws -> [String] {
        let folder = home.path + "/.local/state/burble/tokens"
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
    }

    @Test("A sign-in keeps a token for its owner alone; signing out ends it and takes it away")
    func program() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        let login = Self.login("alice")
        let wrong = try await run(login, server, in: home, input: "not the password")
        #expect(wrong.exit == .code(77))
        #expect(try tokens(home).isEmpty)
        let guest = try await run(["--message", "hi"], server, in: home)
        #expect(guest.exit == .code(77))
        #expect(guest.errors.contains("chat-tui login signs in"), "\(guest.errors)")
        let right = try await run(login, server, in: home, input: Self.password)
        #expect(right.exit == .code(0), "\(right.errors)")
        let file = try #require(try tokens(home).first)
        let facts = try FileManager.default.attributesOfItem(atPath: file)
        #expect(facts[.posixPermissions] as? Int == 0o600)
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(!text.contains(Self.password))
        let kept = try #require(text.split(separator: "\n").first { $0.hasPrefix("token ") })
        let field = "Authorization: Bearer \(kept.dropFirst("token ".count))"
        #expect(try await server.curl("/me", "-H", field).status == 200)
        #expect(try await run(["--message", "hi"], server, in: home).exit == .code(0))
        // Who can read a file of others' may have read the token.
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
        let exposed = try await run(["--message", "hi"], server, in: home)
        #expect(exposed.exit == .code(77))
        #expect(exposed.errors.contains("chmod 600"), "\(exposed.errors)")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try await run(["logout"], server, in: home).exit == .code(0))
        #expect(try tokens(home).isEmpty)
        #expect(try await server.curl("/me", "-H", field).status == 401)
        #expect(try await run(["logout"], server, in: home).exit == .code(65))
    }

    @Test("A sign-in ends the token before it; tokens, password and account are their owner's")
    func own() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        func tui(_ words: String, _ input: String = Self.password) async throws -> String {
            let words = words.split(separator: " ").map(String.init)
            let told = try await run(words, server, in: home, input: input)
            #expect(told.exit == .code(0), "\(words): \(told.errors)")
            #expect(told.errors.isEmpty, "\(words): \(told.errors)")
            return told.output
        }
        for _ in 1...2 { _ = try await tui("login --name bob --password-stdin") }
        let listed = try await tui("tokens").split(separator: "\n")
        #expect(listed.count == 1, "\(listed)")
        let other = "another long password"
        _ = try await tui("password --end-tokens --password-stdin", "\(Self.password)\n\(other)")
        let id = String(try #require(listed.first).prefix { $0 != " " })
        _ = try await tui("tokens end \(id)")
        #expect(try tokens(home).isEmpty)
        // Who has no token gives the password.
        #expect(try await tui("tokens --name bob --password-stdin", other).isEmpty)
        _ = try await tui("leave --name bob --password-stdin", other)
        #expect(try await server.curl("/me", "-u", "bob:\(other)").status == 401)
    }

    @Test("A password for standard input is asked for without echo where a person types it")
    func echo() async throws {
        let server = try await startServer()
        let screen = try await TerminalScreen(
            """
            chat-tui login --name alice --password-stdin --server \(server.url(""))
            echo "left with $?"
            exec cat
            """,
            in: try TemporaryFolder()
        )
        try await screen.row(containing: "Password of alice")
        screen.type(Self.password)
        let rows = try await screen.rows(showing: "left with 0") { rows in
            rows.contains { $0.contains("left with 0") }
        }
        #expect(!rows.contains { $0.contains(Self.password) }, "\(rows)")
    }

    // Each lifted the ban: what is asked of the server is a role, whatever the role was.
    @Test("An order about somebody who is something else is told and not done")
    func orders() async throws {
        let (server, home) = try await signedIn()
        let lines = "/ban bob\n/kick bob\n/invite bob\n/deop bob"
        let done = try await run(["--plain", "--room", "general"], server, in: home, input: lines)
        #expect(done.exit == .code(65), "\(done.output) \(done.errors)")
        #expect(done.errors.contains("3 lines were not posted"), "\(done.errors)")
        #expect(done.output.contains("bob is banned; /unban bob lifts that"), "\(done.output)")
        let members = try await server.curl("/rooms/general/members", "-u", Self.alice).body
        #expect(members.contains(#""name":"bob","role":"banned""#), "\(members)")
    }

    // Who had an account could use a code nowhere.
    @Test("A code of a private room lets in who has an account, and a wrong one makes no room")
    func code() async throws {
        let server = try await startServer()
        var homes: [TemporaryFolder] = []
        for name in ["alice", "bob"] {
            let home = try TemporaryFolder()
            try await signIn(name, server, in: home)
            homes.append(home)
        }
        let plain = ["--plain", "--room", "general"]
        let lines = "/join den\n/private\n/invite"
        let made = try await run(plain, server, in: homes[0], input: lines)
        #expect(made.exit == .code(0), "\(made.output) \(made.errors)")
        let found = made.output.firstMatch(of: /(\S+) lets one in/)
        let code = try #require(found?.output.1, "\(made.output)")
        let wrong = try await run(plain, server, in: homes[1], input: "/join other AB-12")
        #expect(wrong.exit == .code(65), "\(wrong.output) \(wrong.errors)")
        let right = try await run(plain, server, in: homes[1], input: "/join den \(code)\n/names")
        #expect(right.exit == .code(0), "\(right.output) \(right.errors)")
        #expect(right.output.contains("In #den: 2"), "\(right.output)")
        let members = try await server.curl("/rooms/den/members", "-u", Self.alice).body
        #expect(members.contains(#""name":"bob","role":"member""#), "\(members)")
        #expect(try await server.curl("/rooms/other", "-u", Self.alice).status == 404)
    }

    @Test("A moderator deletes what another one said, by name and with a reason")
    func deleting() async throws {
        let (server, home) = try await signedIn()
        let joined = try await server.call("PUT", "/rooms/general/members/bob", as: Self.bob)
        #expect(joined.status == 201)
        let (place, words) = ("/rooms/general/messages", "buy my coins")
        let said = try await server.call("POST", place, as: Self.bob, data: words)
        #expect(said.status == 201)
        let lines = "/delete @bob no advertising\ny"
        let done = try await run(["--plain", "--room", "general"], server, in: home, input: lines)
        #expect(done.exit == .code(0), "\(done.output) \(done.errors)")
        #expect(done.output.contains("Delete for everyone what bob said: buy my coins"))
        let path = "/rooms/general/events?format=ndjson"
        let log = try await server.curl(path, "-u", Self.alice).body
        #expect(log.contains(#""reason":"no advertising""#), "\(log)")
    }

    @Test("A room is taken away by its owner, who is asked first")
    func destroy() async throws {
        let (server, home) = try await signedIn()
        let plain = ["--plain", "--room", "general"]
        let kept = try await run(plain, server, in: home, input: "/destroy\nn")
        #expect(kept.exit == .code(0), "\(kept.output) \(kept.errors)")
        #expect(kept.output.contains("Take #general away for everyone"), "\(kept.output)")
        #expect(try await server.curl("/rooms/general", "-u", Self.alice).status == 200)
        let gone = try await run(plain, server, in: home, input: "/destroy\ny")
        #expect(gone.exit == .code(0), "\(gone.output) \(gone.errors)")
        #expect(gone.output.contains("#general is gone for everyone"), "\(gone.output)")
        #expect(try await server.curl("/rooms/general", "-u", Self.alice).status == 404)
    }

    @Test("The operator keeps names and addresses out of the server, lists them and lets them in")
    func serverBans() async throws {
        let server = try await startServer()
        let (token, json) = (try server.operatorToken, #"{"operator":true}"#)
        let made = try await server.call("PATCH", "/accounts/alice", token: token, json: json)
        #expect(made.status == 200)
        let home = try TemporaryFolder()
        try await signIn("alice", server, in: home)
        let lines = [
            "/houseban bob 2h spam", "/houseban 192.0.2.0/24", "/houseban", "/unhouseban bob",
            "/unhouseban bob",
        ].joined(separator: "\n")
        let done = try await run(["--plain", "--room", "general"], server, in: home, input: lines)
        #expect(done.exit == .code(65), "\(done.output) \(done.errors)")
        for words in [
            "bob is banned from the server until ", "192.0.2.0/24 for ever, by alice",
            "bob is not banned from the server any more",
            "bob is not banned from the server; /houseban lists who is",
        ] {
            #expect(done.output.contains(words), "\(words) \(done.output)")
        }
        let bans = try await server.call("GET", "/bans", token: token).body
        #expect(bans.contains("192.0.2.0") && !bans.contains("bob"), "\(bans)")
    }

    @Test("A token goes to no other server, and a password is not sent in the clear")
    func audience() async throws {
        let (_, home) = try await signedIn()
        let other = try await ServerProcess()
        // As a guest, which the token of the first server would not be.
        #expect(try await run(["--message", "hi"], other, in: home).exit == .code(0))
        let program = try Project.program("chat-tui")
        let clear = try Subprocess(
            [program] + Self.login("alice") + ["--server", "http://192.0.2.1"],
            environment: ["HOME": home.path, "XDG_STATE_HOME": ""]
        )
        clear.write(Self.password + "\n")
        let told = try await clear.errors.end()
        #expect(try await clear.exit() == .code(64))
        #expect(told.contains("in the clear"), "\(told)")
    }

    @Test("A key of the account signs in by ssh-keygen, and another one does not")
    func key() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        for name in ["own", "other"] {
            let made = try Subprocess([
                "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(home.path)/\(name)",
            ])
            #expect(try await made.exit() == .code(0))
        }
        let key = try home.text("own.pub").split(separator: "\n")[0]
        let json = #"{"key":"\#(key)"}"#
        let added = try await server.call("POST", "/me/keys", as: Self.alice, json: json)
        #expect(added.status == 201)
        let login = ["login", "--name", "alice", "--ssh"]
        let other = try await run(login + ["\(home.path)/other"], server, in: home)
        #expect(other.exit == .code(77), "\(other.errors)")
        #expect(other.errors.contains("a key that is not the account's"), "\(other.errors)")
        #expect(!other.errors.contains("password"), "\(other.errors)")
        let own = try await run(login + ["\(home.path)/own"], server, in: home)
        #expect(own.exit == .code(0), "\(own.errors)")
        let none = try await run(login + ["\(home.path)/none"], server, in: home)
        #expect(none.exit == .code(66), "\(none.errors)")
    }

    @Test(
        "A key that is added by the client signs in until it is removed, and is never a private one"
    )
    func keys() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        let early = try await run(["keys"], server, in: home)
        #expect(early.exit == .code(65), "\(early.errors)")
        try await signIn("alice", server, in: home)
        let made = try Subprocess([
            "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "\(home.path)/own",
        ])
        #expect(try await made.exit() == .code(0))
        // Named without .pub it is the public part that is sent.
        let added = try await run(["keys", "add", "\(home.path)/own"], server, in: home)
        #expect(added.exit == .code(0), "\(added.errors)")
        let list = try await run(["keys"], server, in: home).output
        let line = try #require(list.firstMatch(of: /^(SHA256:\S+)  ssh-ed25519  since \d{4}/))
        let login = ["login", "--name", "alice", "--ssh", "\(home.path)/own"]
        #expect(try await run(login, server, in: home).exit == .code(0))
        let secret = try home.file("secret.pub", try home.text("own"))
        let refused = try await run(["keys", "add", secret], server, in: home)
        #expect(refused.exit == .code(66), "\(refused.errors)")
        let remove = ["keys", "remove", String(line.output.1)]
        #expect(try await run(remove, server, in: home).exit == .code(0))
        #expect(try await run(["keys", "list"], server, in: home).output.isEmpty)
        #expect(try await run(remove, server, in: home).exit == .code(65))
        #expect(try await run(login, server, in: home).exit == .code(77))
    }

    @Test("A kept token that has ended is told as that, and not as a wrong password")
    func ended() async throws {
        let (server, home) = try await signedIn()
        let (token, json) = (try server.operatorToken, #"{"disabled":true}"#)
        let change = try await server.call("PATCH", "/accounts/alice", token: token, json: json)
        #expect(change.status == 200)
        let keys = try await run(["keys"], server, in: home)
        #expect(keys.exit == .code(77), "\(keys.errors)")
        #expect(keys.errors.contains("the token is good no more"), "\(keys.errors)")
    }

    @Test("An account is made with a code, and not without one")
    func register() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        let made = try await server.call("POST", "/invites", token: try server.operatorToken)
        let code = try #require(made.body.firstMatch(of: /"code":"([^"]+)"/)?.output.1)
        let register = ["register", "--name", "carl", "--password-stdin"]
        let without = try await run(register, server, in: home, input: Self.password)
        #expect(without.exit == .code(77))
        let with = register + ["--invite", String(code)]
        let right = try await run(with, server, in: home, input: Self.password)
        #expect(right.exit == .code(0), "\(right.errors)")
        #expect(try await run(["--message", "hi"], server, in: home).exit == .code(0))
    }

    // MARK: - Two screens

    private func screen(
        _ server: ServerProcess,
        as name: String
    ) async throws -> (TerminalScreen, TemporaryFolder) {
        let home = try TemporaryFolder()
        try await signIn(name, server, in: home)
        let words = "exec chat-tui --server \(server.url("")) --room general"
        let screen = try await TerminalScreen(words, in: home)
        try await screen.row(containing: " live · \(name) ")
        return (screen, home)
    }

    @Test("A password that is typed on the screen shows as dots, and is in no file")
    func typed() async throws {
        let server = try await startServer()
        let home = try TemporaryFolder()
        let words = "exec chat-tui --server \(server.url("")) --room general"
        let screen = try await TerminalScreen(words, in: home)
        try await screen.row(containing: "/login signs in")
        try await screen.type("/login alice", showing: "password of alice")
        try await screen.type("not the one", showing: "wrong name or password")
        try await screen.type("/login alice", showing: "password of alice")
        screen.type(Self.password, "C-l")
        let dots = try await screen.rows(showing: "dots") { rows in
            rows.contains { $0.contains("password ············") }
        }
        #expect(!dots.contains { $0.contains("long") })
        try await screen.type("", showing: " live · alice ")
        try await screen.type("hello", showing: "alice hello")
        screen.type("/quit")
        let grep = try Subprocess(["grep", "-r", Self.password, home.path + "/.local"])
        #expect(try await grep.output.end().isEmpty)
        #expect(try tokens(home).count == 1)
    }

    @Test("A screen goes on with the token by which its account signs in anew")
    func renewed() async throws {
        let server = try await startServer()
        let (alice, home) = try await screen(server, as: "alice")
        try await signIn("alice", server, in: home)
        // The token before is over: what comes to the server comes by the new one.
        alice.type("here I am")
        let wait = ["--room", "general", "--tail", "5", "--wait", "here I am", "--timeout", "60s"]
        #expect(try await run(wait, server, in: home).exit == .code(0))
    }

    // Seen as client F9: there were no direct rooms: /msg led into a dead one.
    @Test("A kick is seen by both, and a direct message finds who did not know of the room")
    func kick() async throws {
        let server = try await startServer()
        let (alice, _) = try await screen(server, as: "alice")
        let (bob, _) = try await screen(server, as: "bob")
        alice.type("/invite bob")
        try await bob.row(containing: "alice let bob in")
        try await bob.type("/kick alice", showing: "only a moderator of #general may do that")
        bob.type("", "C-u")
        bob.type("/msg alice psst")
        try await alice.row(containing: "@bob 1")
        alice.type("/msg bob yes?")
        try await bob.row(containing: "alice yes?")
        try await alice.type("/room general", showing: "[general]")
        try await alice.type("/private", showing: "alice made the room private")
        try await alice.type("/kick bob too loud", showing: "alice put bob out: too loud")
        try await bob.row(containing: "#general left the list")
        try await alice.type("/join den", showing: "[den]")
        try await alice.type("a room of my own", showing: "alice a room of my own")
    }

    @Test("Who is shut out is told so, and asks no more")
    func revoked() async throws {
        let server = try await startServer()
        let (bob, _) = try await screen(server, as: "bob")
        let (token, json) = (try server.operatorToken, #"{"disabled":true}"#)
        let disabled = try await server.call("PATCH", "/accounts/bob", token: token, json: json)
        #expect(disabled.status == 200)
        let row = try await bob.row(containing: "the server ended this sign-in")
        #expect(!row.contains("retry in"))
    }
}
