import Foundation
import Glibc
import Testing

@Suite(.timeLimit(.minutes(10))) struct ImportTests {
    private static let count = 6000

    private func table(_ rows: Int = count) -> String {
        let lines = (1...rows).map { number in
            "2004-12-25T09:14:\(number % 50 + 10)Z,user\(number % 7),\"row, \(number)\""
        }
        return "at,user,text\r\n" + lines.joined(separator: "\r\n") + "\r\n"
    }

    private func run(
        _ server: ServerProcess,
        _ words: String...
    ) async throws -> Subprocess.Outcome {
        let program = try Project.program("chat-server")
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let process = try Subprocess([program] + words + place)
        return try await process.outcome()
    }

    @Test("A killed server keeps what it told, and repeating the import finishes it")
    func killedServer() async throws {
        let first = try await ServerProcess(listen: .ownLoopback)
        let file = try first.folder.file("log.csv", table())
        let token = try first.operatorToken
        let curl = try Subprocess([
            "curl", "-qsSN", "--limit-rate", "100k", "-T", file,
            "-H", "Authorization: Bearer \(token)", first.url("/rooms/log/import"),
        ])
        _ = try await curl.output.line(containing: #""type":"progress""#)
        try await first.crash()
        _ = try await curl.exit()
        let second = try await first.again()
        let repeated = try await run(second, "import", file, "--room", "log")
        #expect(repeated.exit == .code(0))
        #expect(!repeated.output.contains(" 0 skipped"), "\(repeated.output)")
        let export = try await run(second, "export", "--room", "log")
        #expect(export.output.matches(of: /\r\n/).count == Self.count + 1)
        let again = try await run(second, "import", file, "--room", "log")
        #expect(again.output == "0 imported, \(Self.count) skipped, 0 failed\n")
    }

    @Test("A killed client leaves whole rows, and an export of another server is equal")
    func killedClient() async throws {
        let (one, two) = (
            try await ServerProcess(listen: .ownLoopback),
            try await ServerProcess(listen: .ownLoopback)
        )
        let file = try one.folder.file("log.csv", table())
        let token = try one.operatorToken
        let curl = try Subprocess([
            "curl", "-qsSN", "--limit-rate", "100k", "-T", file,
            "-H", "Authorization: Bearer \(token)", one.url("/rooms/log/import"),
        ])
        _ = try await curl.output.line(containing: #""type":"progress""#)
        curl.signal(9)
        _ = try await curl.exit()
        // The server may not have seen it yet.
        while try await run(one, "import", file, "--room", "log").exit == .code(75) {}
        let copy = one.folder.path + "/copy.csv"
        #expect(try await run(one, "export", copy, "--room", "log").exit == .code(0))
        #expect(try await run(two, "import", copy, "--room", "log").exit == .code(0))
        let other = try await run(two, "export", "--room", "log")
        #expect(other.output == (try one.folder.text("copy.csv")))
    }

    @Test("That an import waits is shown on a terminal, and its end behind it")
    func waits() async throws {
        let server = try await ServerProcess()
        let terminal = try PseudoTerminal()
        let program = try Project.program("chat-server")
        let place = ["--server", server.url(""), "--data", server.folder.path]
        let process = try Subprocess(
            [program, "import", "-", "--room", "log"] + place,
            environment: [:],
            on: terminal
        )
        try await process.output.passage("nothing new for")
        process.write("at,user,text\n2004-12-25T09:14:10Z,bob,hi\n\u{4}")
        try await process.output.passage("1 imported")
        #expect(try await process.exit() == .code(0))
        withExtendedLifetime(terminal) {}
    }

    // Seen as S18: the operator's token went to any server that was named.
    @Test("The token of a folder goes to the server of that folder alone")
    func audience() async throws {
        let (own, other) = (try await ServerProcess(), try await ServerProcess())
        let file = try own.folder.file("log.csv", table(1))
        let program = try Project.program("chat-server")
        let words = [program, "import", file, "--room", "r", "--data", own.folder.path]
        let wrong = try Subprocess(words + ["--server", other.url("")])
        let told = try await wrong.errors.end()
        #expect(try await wrong.exit() == .code(77))
        #expect(told.contains("--operator-token-file"), "\(told)")
        #expect(told.contains("(that one is at \(own.address))"), "\(told)")
        let port = try #require(own.address.split(separator: ":").last)
        let byName = try Subprocess(words + ["--server", "http://localhost:\(port)"])
        #expect(try await byName.exit() == .code(0))
        let outright = try Subprocess(
            words + [
                "--server", other.url(""), "--operator-token-file",
                other.folder.path + "/operator.token",
            ]
        )
        #expect(try await outright.exit() == .code(0))
    }

    // Seen as S17: a file to import, or a server, could write to the operator's terminal.
    // Seen as running F20: an input that was closed from the start was waited for without an end.
    @Test(
        "An input that was closed from the start is none, and no words of a file act on a terminal"
    )
    func strangeInputs() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let program = try Project.program("chat-server")
        let closed = try Subprocess([
            "sh", "-c", #"exec "$0" import - --room r --server "$1" --data "$2" <&-"#, program,
            server.url(""), server.folder.path,
        ])
        #expect(try await closed.exit() == .code(66))
        let rows = "at,user,text,type\n2004-12-25,a,b,\u{1B}]0;owned\u{7}\u{9B}2J\n"
        let file = try server.folder.file("log.csv", rows)
        let failed = try await run(server, "import", file, "--room", "r")
        #expect(failed.exit == .code(65))
        #expect(failed.errors.contains("line 2: "))
        let acting = failed.errors.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" || (0x7f...0x9f).contains($0.value)
        }
        #expect(acting.isEmpty, "\(failed.errors.debugDescription)")
    }

    // Seen as S32: an export was written through a link.
    @Test("An export writes to no file but its own, whatever lies in its way")
    func exportOverLink() async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "r")
        let other = try server.folder.file("other", "kept")
        let target = server.folder.path + "/log.csv"
        for link in [target, target + ".part"] {
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: other)
        }
        #expect(try await run(server, "export", target, "--room", "r").exit == .code(0))
        #expect(try server.folder.text("other") == "kept")
        #expect(try server.folder.text("log.csv").contains("hello"))
    }

    @Test("An export to a pipe goes into it, and takes no place but a file's")
    func exportTargets() async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "r")
        let pipe = server.folder.path + "/pipe"
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        let reader = try Subprocess(["timeout", "240", "cat", pipe])
        #expect(try await run(server, "export", pipe, "--room", "r").exit == .code(0))
        #expect(try await reader.output.end().contains("hello"))
        var facts = stat()
        #expect(unsafe lstat(pipe, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO)
        let refused = try await run(server, "export", server.folder.path, "--room", "r")
        #expect(refused.exit == .code(73) && refused.errors.contains("a folder"), "\(refused)")
    }

    // A link as /dev/stderr is one was replaced by a file.
    @Test(
        "An export to a standard descriptor goes there, and its link stays",
        arguments: [(1, ">"), (2, "2>"), (0, "0<>")]
    )
    func exportToDescriptor(number: Int, redirection: String) async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "r")
        let (link, said) = (server.folder.path + "/output", server.folder.path + "/said.csv")
        try FileManager.default.createSymbolicLink(
            atPath: link,
            withDestinationPath: "/proc/self/fd/\(number)"
        )
        let script = #"exec "$0" export "$1" --room r --server "$2" "# + redirection + #""$3""#
        let program = try Project.program("chat-server")
        let export = try Subprocess(["sh", "-c", script, program, link, server.url(""), said])
        #expect(try await export.exit() == .code(0))
        #expect(try server.folder.text("said.csv").contains("hello"))
        var facts = stat()
        #expect(unsafe lstat(link, &facts) == 0 && facts.st_mode & S_IFMT == S_IFLNK)
    }

    @Test("A device that is the input of an export as well is written to by its path")
    func exportToNowhere() async throws {
        let server = try await ServerProcess()
        try await server.post("hello", in: "r")
        let script = #"exec "$0" export /dev/null --room r --server "$1" </dev/null"#
        let program = try Project.program("chat-server")
        let export = try Subprocess(["sh", "-c", script, program, server.url("")])
        #expect(try await export.exit() == .code(0), "\(export.errors.text)")
    }

    // Seen as running F11: a stray quote took in the rest of a file, and one line was told of.
    @Test("A row that takes in many lines is told of with how many")
    func lostLines() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let text = table(50).replacing("row, 20\"", with: "row, 20")
        let file = try server.folder.file("log.csv", text)
        let told = try await run(server, "import", file, "--room", "r")
        #expect(told.errors.contains("lines are lost"), "\(told.errors)")
    }

    @Test("Each cause of a failure has its exit code")
    func codes() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let bad = try server.folder.file("bad.csv", "at,user,text\nx,y,z\n2004-12-25,y,z\n")
        let failed = try await run(server, "import", bad, "--room", "r")
        #expect(failed.exit == .code(65))
        #expect(failed.errors.contains("line 2: ") && failed.errors.contains("1 imported"))
        #expect(try await run(server, "import", "/none", "--room", "r").exit == .code(66))
        #expect(try await run(server, "export", "--room", "none").exit == .code(66))
        let token = try server.folder.file("token", "0123456789abcdef0123")
        let words = ["import", bad, "--room", "r", "--operator-token-file", token]
        #expect(
            try await run(server, words[0], words[1], words[2], words[3], words[4], words[5])
                .exit == .code(77)
        )
        try await server.crash()
        #expect(try await run(server, "export", "--room", "r").exit == .code(69))
    }
}
