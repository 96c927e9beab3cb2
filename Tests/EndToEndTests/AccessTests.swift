import Testing

/// `chat-server user`, `token`, `invite` and `ban`, against the built server.
@Suite(.timeLimit(.minutes(10))) struct AccessTests {
    /// Runs a subcommand, with the data folder of the server it asks.
    private func run(
        _ server: ServerProcess,
        _ words: String...,
        input: String = ""
    ) async throws -> Subprocess.Outcome {
        try await run(server, words: words, input: input)
    }

    private func run(
        _ server: ServerProcess,
        words: [String],
        input: String = ""
    ) async throws -> Subprocess.Outcome {
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let process = try Subprocess([try Project.program("chat-server")] + words + place)
        return try await process.outcome(after: input)
    }

    private func startServer() async throws -> ServerProcess {
        try await ServerProcess(["--auth", "accounts"])
    }

    private let password = "a long password\n"

    @Test("An account is made, listed, changed and deleted, and each is told in a line")
    func users() async throws {
        let server = try await startServer()
        let made = try await run(
            server,
            "user",
            "add",
            "Alice",
            "--password-stdin",
            input: password
        )
        #expect(made.exit == .code(0))
        #expect(made.output == "Alice has an account\n")
        #expect(try await server.curl("/me", "-u", "alice:a long password").status == 200)
        #expect(try await run(server, "user", "operator", "alice").exit == .code(0))
        #expect(try await run(server, "user", "disable", "alice").exit == .code(0))
        let list = try await run(server, "user", "list").output
        #expect(list.contains(/^Alice  \d.*Z  operator disabled\n$/), "\(list)")
        let json = try await run(server, "user", "list", "--json").output
        #expect(json.hasPrefix(#"{"accounts":[{"name":"Alice","operator":true"#), "\(json)")
        #expect(try await run(server, "user", "delete", "alice").exit == .code(0))
        #expect(try await run(server, "user", "list").output.isEmpty)
    }

    @Test("What is refused has its reason, and an exit code for scripts")
    func refused() async throws {
        let server = try await startServer()
        let add = ["user", "add", "bob", "--password-stdin"]
        let weak = try await run(server, add[0], add[1], add[2], add[3], input: "short\n")
        #expect(weak.exit == .code(65))
        #expect(weak.errors.contains("10 characters"), "\(weak.errors)")
        let none = try await run(server, add[0], add[1], add[2], add[3])
        #expect(none.exit == .code(64))
        #expect(none.errors.contains("no password was given"), "\(none.errors)")
        #expect(try await run(server, "user", "disable", "nobody").exit == .code(66))
        #expect(try await run(server, "ban", "lift", "nothing").exit == .code(66))
        _ = try await run(server, add[0], add[1], add[2], add[3], input: password)
        let twice = try await run(server, add[0], add[1], add[2], add[3], input: password)
        #expect(twice.exit == .code(65))
    }

    @Test("A password is not sent in the clear, and no argument takes one")
    func clear() async throws {
        let server = try await startServer()
        let token = server.folder.path + "/operator.token"
        let process = try Subprocess([
            try Project.program("chat-server"), "user", "add", "bob", "--password-stdin",
            "--server", "http://192.0.2.1:1", "--operator-token-file", token,
        ])
        process.write(password)
        let told = try await process.errors.end()
        #expect(try await process.exit() == .code(64))
        #expect(told.contains("in the clear"), "\(told)")
        let argument = try await run(server, "user", "add", "bob", "--password", "x")
        #expect(argument.exit == .code(64))
    }

    @Test("What is wrong with the place is said: no token in the folder, or no such address")
    func wrongPlace() async throws {
        let server = try await startServer()
        let none = server.folder.path + "/none"
        for (words, code, said) in [
            (["--data", none], 77, "there is no operator's token in \(none): --data"),
            (["--server", "unix:rel.sock"], 64, "the path after unix: begins with a slash"),
        ] as [([String], Int32, String)] {
            let list = try Subprocess([try Project.program("chat-server"), "user", "list"] + words)
            #expect(try await list.exit() == .code(code))
            #expect(list.errors.text.contains(said), "\(list.errors.text)")
        }
    }

    @Test("A token of an account is made with its password, and revoked with itself")
    func tokens() async throws {
        let server = try await startServer()
        _ = try await run(server, "user", "add", "bob", "--password-stdin", input: password)
        let made = try await run(
            server,
            "token",
            "add",
            "--name",
            "bob",
            "--label",
            "x",
            "--password-stdin",
            input: password
        )
        let token = made.output.trimmingSuffix { $0.isNewline }
        #expect(token.hasPrefix("burble_"), "\(made.errors)")
        let file = try server.folder.file("bob.token", made.output)
        let list = try await run(server, "token", "list", "--token-file", file).output
        let id = try #require(list.split(separator: " ").first)
        let field = "Authorization: Bearer \(token)"
        #expect(try await server.curl("/me", "-H", field).status == 200)
        let end = try await run(server, "token", "revoke", String(id), "--token-file", file)
        #expect(end.exit == .code(0))
        #expect(try await server.curl("/me", "-H", field).status == 401)
        #expect(try await run(server, "token", "list").exit == .code(64))
    }

    @Test("A subcommand finds the token in the folder that the settings name, wherever they stand")
    func settings() async throws {
        let server = try await startServer()
        let program = try Project.program("chat-server")
        let file = try server.folder.file("server.yaml", "data: \(server.folder.path)\n")
        let words = ["user", "list", "--server", server.url("")]
        let empty = ["CHAT_OPERATOR_TOKEN=", "CHAT_CONFIG="]
        for command in [
            [program, "--config", file] + words, ["env", "CHAT_CONFIG=\(file)", program] + words,
            ["env", "CHAT_DATA=\(server.folder.path)"] + empty + [program] + words,
            ["env", "CHAT_OPERATOR_TOKEN=", program, "--config", file] + words,
        ] {
            let process = try Subprocess(command)
            let errors = try await process.errors.end()
            #expect(try await process.exit() == .code(0), "\(command): \(errors)")
        }
        let wrong = try server.folder.file("wrong.yaml", "data: [x]\n")
        let process = try Subprocess([program, "--config", wrong] + words)
        #expect(try await process.errors.end().contains("data is one value"))
        #expect(try await process.exit() == .code(64))
    }

    @Test("The numbers, and the log of a private room, are shown to whoever has the token")
    func operatorsViews() async throws {
        let server = try await startServer()
        _ = try await run(server, "user", "add", "alice", "--password-stdin", input: password)
        #expect(try await run(server, "top", "--once").output.contains("streams"))
        let program = try Project.program("chat-server")
        let empty = try TemporaryFolder()
        let nobody = try Subprocess(
            [program, "top", "--once", "--server", server.url(""), "--data", empty.path]
        )
        #expect(try await nobody.exit() == .code(77))
        let token = server.folder.path + "/operator.token"
        let (secret, room) = (try server.operatorToken, #"{"visibility":"private"}"#)
        let made = try await server.call("PUT", "/rooms/den", token: secret, data: room)
        #expect(made.status == 201)
        #expect(try await run(server, "export", "--room", "den").exit == .code(66))
        let export = try await run(
            server,
            "export",
            "--room",
            "den",
            "--operator-token-file",
            token
        )
        #expect(export.exit == .code(0) && export.output.contains("den,1,"), "\(export)")
    }

    @Test("What is empty, or an address that is written wrong, is no name")
    func noNames() async throws {
        let server = try await startServer()
        #expect(try await run(server, "user", "delete", "").exit == .code(64))
        // A name may begin with a dash: it is the last word, behind two.
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let dash = try Subprocess(
            [try Project.program("chat-server"), "user", "disable"] + place + ["--", "-dash"]
        )
        #expect(try await dash.exit() == .code(66), "\(dash.errors.text)")
        #expect(try await run(server, "token", "revoke", "", "--name", "a").exit == .code(64))
        for wrong in ["300.1.1.1", "1.2.3", "192.0.2.0/33", "10."] {
            #expect(try await run(server, "ban", "add", wrong).exit == .code(65), "\(wrong)")
        }
        #expect(try await run(server, "ban", "add", "1.2.3", "--name").exit == .code(0))
        let expires = try await run(server, "invite", "add", "--expires", "soon")
        #expect(expires.exit == .code(65) && expires.errors.contains("expiresIn: "), "\(expires)")
        let seconds = try await run(server, "invite", "add", "--expires", "90")
        #expect(seconds.exit == .code(0), "\(seconds)")
        let room = try await run(server, "import", "/dev/null", "--room", "")
        #expect(room.exit == .code(66), "\(room)")
        #expect(try await server.curl("/rooms").body.contains(#""rooms":[]"#))
    }

    @Test("Invites and bans are made, listed and ended")
    func invitesAndBans() async throws {
        let server = try await startServer()
        let code = try await run(server, "invite", "add", "--uses", "3").output
            .trimmingSuffix { $0.isNewline }
        #expect(try await run(server, "invite", "list").output.hasPrefix("\(code)  the server  3 "))
        #expect(try await run(server, "invite", "end", String(code)).exit == .code(0))
        #expect(try await run(server, "invite", "list").output.isEmpty)
        let ban = try await run(
            server,
            "ban",
            "add",
            "192.0.2.0/24",
            "--until",
            "2h",
            "--reason",
            "spam"
        )
        let id = ban.output.trimmingSuffix { $0.isNewline }
        let list = try await run(server, "ban", "list").output
        #expect(list.contains("address  192.0.2.0/24  until 2"), "\(list)")
        #expect(try await run(server, "ban", "lift", String(id)).exit == .code(0))
        // A name may look like an address.
        for kind in ["name", "address"] {
            let named = kind == "name" ? ["--name"] : []
            let add = try await run(server, words: ["ban", "add", "1.2.3.4"] + named)
            let one = try await run(server, "ban", "list").output
            #expect(one.contains("  \(kind)  1.2.3.4  for ever  "), "\(one)")
            let number = String(add.output.trimmingSuffix { $0.isNewline })
            #expect(try await run(server, "ban", "lift", number).exit == .code(0))
        }
        #expect(try await run(server, "ban", "list").output.isEmpty)
    }
}

extension String {
    /// The text without what stands at its end.
    fileprivate func trimmingSuffix(_ isLeft: (Character) -> Bool) -> Substring {
        var text = self[...]
        while let last = text.last, isLeft(last) { text.removeLast() }
        return text
    }
}
