import ChatProtocol
import Foundation
import Glibc
import Testing

/// Backup, restore, check and compaction as an operator calls them.
@Suite(.timeLimit(.minutes(10))) struct CareTests {
    private func run(
        _ options: [String],
        wrapper: [String] = []
    ) async throws -> (exit: Subprocess.Exit, output: String, words: String) {
        let process = try Subprocess(wrapper + [try Project.program("chat-server")] + options)
        let output = try await process.output.end()
        return (try await process.exit(), output, try await process.errors.end())
    }

    @Test("A backup of a running server is restored, and serves the same")
    func backup() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let place = try TemporaryFolder()
        let data = server.folder.path
        let (copy, other) = (place.path + "/copy", place.path + "/other")
        for number in 1...20 { try await server.post("message \(number)") }
        let file = try server.folder.file("sent.txt", "the bytes of a file")
        let sent = try await server.curl("/rooms/general/files/", "-u", "alice:", "-T", file)
        #expect(sent.status == 201)
        // Posts go on under it.
        let posts = try server.stream("/rooms/other/stream?format=ndjson", "-u", "bob:", "-T", ".")
        posts.write((1...200).map { "line \($0)\n" }.joined())
        let made = try await run(["backup", "--data", data, copy])
        #expect(made.exit == .code(0), "\(made)")
        let (said, sentCursor) = (try await server.messages(), sent.json["cursor"])
        let lostCursor = try await server.post("lost").json["cursor"]
        let again = try await run(["backup", "--data", data, copy])
        #expect(again.exit == .code(1) && again.words.contains("already"), "\(again)")
        let restored = try await run(["restore", copy, "--data", other])
        #expect(restored.exit == .code(0), "\(restored)")
        let second = try await ServerProcess(in: TemporaryFolder(existing: other))
        #expect(try await Self.plain(second.messages()) == Self.plain(said))
        try await second.post("instead")
        for (value, isLost) in [(sentCursor, false), (lostCursor, true)] {
            let cursor = try #require(value as? String)
            let resumed = "/rooms/general/stream?since=\(cursor)&format=ndjson&limit=1"
            let body = try await second.curl(resumed).body
            #expect(body.contains("instead"), "\(body)")
            #expect(body.contains(#""reason":"other_log""#) == isLost, "\(body)")
        }
        let path = try #require((sent.json["file"] as? [String: Any])?["url"] as? String)
        #expect(try await second.curl(path).body == "the bytes of a file")
        let tokens = try [data, other].map {
            try String(contentsOfFile: $0 + "/operator.token", encoding: .utf8)
        }
        #expect(tokens[0] == tokens[1])
        posts.signal(SIGKILL)
    }

    // Seen as: `..` was taken out of a name before the present folder was put before it, and the
    // backup lay elsewhere than was said.
    @Test(
        "A backup lies where its name leads from the present folder, and it says where that is",
        arguments: [
            ("../x", "x"), ("a/../x", "here/x"), ("./x", "here/x"), ("x/", "here/x"),
            ("a/x//", "here/a/x"), ("link/../x", "far/x"),
        ]
    )
    func names(name: String, place: String) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let folder = try TemporaryFolder()
        let script = """
            mkdir -p "$0/here/a" "$0/far/deep" && ln -s ../far/deep "$0/here/link" &&
            cd "$0/here" && exec "$@"
            """
        let made = try await run(
            ["backup", "--data", server.folder.path, name],
            wrapper: ["sh", "-c", script, folder.path]
        )
        #expect(made.exit == .code(0), "\(made)")
        let whole = "\(folder.path)/\(place)"
        #expect(made.output.hasSuffix(" is backed up in \(whole)\n"), "\(made)")
        #expect(FileManager.default.fileExists(atPath: whole + "/burble.sqlite"))
        for other in ["", ".", "..", "new/..", "/"] {
            let refused = try await run(["backup", "--data", server.folder.path, other])
            #expect(refused.exit == .code(1), "\(refused)")
        }
    }

    @Test("The name of a folder is said without anything that a terminal obeys")
    func saidNames() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let (copy, data) = (place.path + "/a\u{1b}]0;own\u{7}", place.path + "/b")
        let shown = place.path + "/a␛]0;own␇"
        let made = try await run(["backup", "--data", server.folder.path, copy])
        #expect(made.exit == .code(0) && made.output.hasSuffix(" in \(shown)\n"), "\(made)")
        let restored = try await run(["restore", copy, "--data", data])
        #expect(restored.exit == .code(0), "\(restored)")
        #expect(restored.output.hasSuffix("\(shown) is restored in \(data)\n"), "\(restored)")
        let again = try await run(["restore", copy + "\u{9b}", "--data", data + "/c"])
        #expect(again.exit == .code(1) && SafeText(again.words).description == again.words)
    }

    @Test("A copy is for its user alone, whatever the mask was")
    func mask() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let made = try await run(
            ["backup", "--data", server.folder.path, place.path + "/copy"],
            wrapper: ["sh", "-c", "umask 0; exec \"$0\" \"$@\""]
        )
        #expect(made.exit == .code(0), "\(made)")
        let found = try Subprocess(["find", place.path + "/copy", "-perm", "/077"])
        #expect(try await found.output.end() == "")
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["copy"])
    }

    @Test("Nothing is overwritten, and a folder in use is left alone")
    func refusals() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let data = server.folder.path
        let copy = place.path + "/copy"
        #expect(try await run(["backup", "--data", data, copy]).exit == .code(0))
        for options in [["restore", copy, "--data", data], ["compact", "--data", data]] {
            let refused = try await run(options)
            #expect(refused.exit == .code(1), "\(refused)")
            #expect(refused.words.contains("another process uses"), "\(refused)")
        }
        server.process.signal(SIGTERM)
        try await server.process.exit()
        let refused = try await run(["restore", copy, "--data", data])
        #expect(refused.exit == .code(1) && refused.words.contains("already"), "\(refused)")
        let compacted = try await run(["compact", "--data", data])
        #expect(compacted.exit == .code(0), "\(compacted)")
        for options in [
            ["backup", "--data", place.path + "/none", place.path + "/other"],
            ["restore", place.path + "/none", "--data", place.path + "/other"],
        ] {
            #expect(try await run(options).exit == .code(1))
            #expect(!FileManager.default.fileExists(atPath: place.path + "/other"))
        }
        try await server.again().post("still here")
    }

    // Seen as: what was left of a log that was lost went without a word.
    @Test("What is left of a lost log is told, and nothing is restored over it")
    func lostLog() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let (copy, data) = (place.path + "/copy", server.folder.path)
        #expect(try await run(["backup", "--data", data, copy]).exit == .code(0))
        try await server.crash()
        try FileManager.default.removeItem(atPath: data + "/burble.sqlite")
        let rest = data + "/burble.sqlite-wal"
        let left = try Data(contentsOf: URL(fileURLWithPath: rest))
        #expect(!left.isEmpty)
        let checked = try await run(["check", "--data", data])
        #expect(checked.exit == .code(1) && checked.words.contains(rest), "\(checked)")
        let restored = try await run(["restore", copy, "--data", data])
        #expect(restored.exit == .code(1) && restored.words.contains(rest), "\(restored)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: rest)) == left)
        try FileManager.default.removeItem(atPath: rest)
        #expect(try await run(["restore", copy, "--data", data]).exit == .code(0))
        #expect(try await run(["check", "--data", data]).exit == .code(0))
    }

    // Seen as: a log that lives in a database came back from the folder that it had moved out of.
    @Test("A log that was moved into a database is not copied from its folder")
    func moved() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let (copy, data) = (place.path + "/copy", server.folder.path)
        #expect(try await run(["backup", "--data", data, copy]).exit == .code(0))
        for folder in [data, copy] {
            let mark = URL(fileURLWithPath: folder + "/moved")
            try Data("abcdef\npostgres:///b\n".utf8).write(to: mark)
            let other = place.path + "/other"
            for options in [
                ["restore", folder, "--data", other], ["backup", "--data", folder, other],
            ] {
                let refused = try await run(options)
                #expect(refused.exit == .code(1), "\(refused)")
                #expect(refused.words.contains("its log is in postgres:///b"), "\(refused)")
                #expect(!FileManager.default.fileExists(atPath: other))
            }
            try FileManager.default.removeItem(at: mark)
        }
        #expect(try await run(["restore", copy, "--data", place.path + "/third"]).exit == .code(0))
    }

    @Test("What a backup that was cut off left makes way, and another one's work does not")
    func draft() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let copy = place.path + "/copy"
        try FileManager.default.createDirectory(
            atPath: copy + ".part",
            withIntermediateDirectories: true
        )
        let backup = ["backup", "--data", server.folder.path, copy]
        #expect(try await run(backup).exit == .code(1))
        _ = try place.file("copy.part/lock", "")
        let held = try Subprocess(["flock", copy + ".part/lock", "sh", "-c", "echo held; cat"])
        try await held.output.line(containing: "held")
        #expect(try await run(backup).exit == .code(1))
        held.closeInput()
        try await held.exit()
        #expect(try await run(backup).exit == .code(0))
    }

    /// Makes a folder a medium that cannot be written, for this script alone.
    private static let mountScript = #"mount --bind "$1" "$1" && mount -o remount,bind,ro "$1""#

    private static func mountsReadOnly() async throws -> Bool {
        let folder = try TemporaryFolder()
        let words = ["unshare", "-m", "sh", "-c", mountScript, "sh", folder.path]
        let exit = try await Subprocess(words).exit()
        return withExtendedLifetime(folder) { exit == .code(0) }
    }

    @Test(
        "A folder on a medium that cannot be written is checked and copied",
        .enabled("this system lets nobody here mount a folder (unshare -m)") {
            try await mountsReadOnly()
        }
    )
    func readOnly() async throws {
        let place = try TemporaryFolder()
        let server = try await ServerProcess(in: TemporaryFolder(existing: place.path + "/data"))
        try await server.post("hello")
        try await server.process.stops()
        let script = """
            \(Self.mountScript) || exit 99
            ! touch "$1/x" 2>/dev/null || exit 98
            "$0" check --data "$1" && "$0" backup "$2" --data "$1" && "$0" restore "$1" --data "$3"
            """
        let names = ["data", "copy", "third"].map { place.path + "/" + $0 }
        let run = try Subprocess(
            ["unshare", "-m", "sh", "-c", script, try Project.program("chat-server")] + names
        )
        let words = try await run.errors.end()
        #expect(try await run.exit() == .code(0), "\(words)")
        for folder in names[1...] {
            let copy = try await ServerProcess(in: TemporaryFolder(existing: folder))
            #expect(try await copy.messages().count == 1)
        }
    }

    @Test("A token that is a link in a backup is told as that")
    func linkedToken() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        try await server.post("hello")
        let place = try TemporaryFolder()
        let copy = place.path + "/copy"
        #expect(try await run(["backup", "--data", server.folder.path, copy]).exit == .code(0))
        let token = copy + "/operator.token"
        try FileManager.default.removeItem(atPath: token)
        try FileManager.default.createSymbolicLink(
            atPath: token,
            withDestinationPath: server.folder.path + "/operator.token"
        )
        let restored = try await run(["restore", copy, "--data", place.path + "/other"])
        #expect(restored.exit == .code(1), "\(restored)")
        #expect(restored.words.contains("cannot read \(token): it is a link"), "\(restored)")
    }

    @Test("A copy without a file that the log tells of is told to be incomplete")
    func lostFile() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let file = try server.folder.file("sent.txt", "the bytes of a file")
        let sent = try await server.curl("/rooms/general/files/", "-u", "alice:", "-T", file)
        #expect(sent.status == 201)
        let hash = try #require((sent.json["file"] as? [String: Any])?["sha256"] as? String)
        let place = try TemporaryFolder()
        let copy = place.path + "/copy"
        let whole = try await run(["backup", "--data", server.folder.path, copy])
        #expect(whole.exit == .code(0), "\(whole)")
        for folder in [server.folder.path, copy] {
            let stored = "\(folder)/files/\(hash.prefix(2))/\(hash)"
            try FileManager.default.removeItem(atPath: stored)
        }
        let made = try await run(["backup", "--data", server.folder.path, place.path + "/other"])
        let restored = try await run(["restore", copy, "--data", place.path + "/third"])
        for result in [made, restored] {
            #expect(result.exit == .code(1), "\(result)")
            #expect(result.output.contains("FAULT  files    the log tells of \(hash)"), "\(result)")
        }
        // The log itself is there.
        let second = try await ServerProcess(in: TemporaryFolder(existing: place.path + "/third"))
        #expect(try await Self.plain(second.messages()) == Self.plain(server.messages()))
    }

    /// Events without their cursors, which name the log that they are in.
    private static func plain(_ lines: [String]) -> [String] {
        lines.map { $0.replacing(/"cursor":"[a-z0-9.]*"/, with: "") }
    }

    /// What takes from root that it reads whatever its owner may not; nothing for other users.
    private static let bound =
        geteuid() == 0
        ? [
            "setpriv", "--bounding-set=-dac_override,-dac_read_search",
            "--inh-caps=-dac_override,-dac_read_search",
        ] : []

    // Seen as: a folder of files that another user owned was told as files that are gone.
    @Test(
        "Files that cannot be read are not told as gone",
        .enabled("this system lets nobody here give up rights (setpriv)") {
            try await Subprocess(bound + ["true"]).exit() == .code(0)
        }
    )
    func unreadable() async throws {
        let server = try await ServerProcess(listen: .ownLoopback, wrapper: Self.bound)
        let data = server.folder.path
        let file = try server.folder.file("sent.txt", "the bytes of a file")
        let sent = try await server.curl("/rooms/general/files/", "-u", "alice:", "-T", file)
        let told = try #require(sent.json["file"] as? [String: Any])
        let (hash, path) = (told["sha256"] as? String ?? "", told["url"] as? String ?? "")
        let shelf = "\(data)/files/\(hash.prefix(2))"
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: shelf)
        defer {
            // Else the folder is not removed.
            try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: shelf)
        }
        let refusal = try await server.curl(path)
        #expect(refusal.status == 503 && refusal.json["code"] as? String == "files_unavailable")
        let detail = "it cannot be read now; the server's log tells more"
        #expect(refusal.json["detail"] as? String == detail)
        let checked = try await run(["check", "--data", data], wrapper: Self.bound)
        let words = "cannot read \(shelf): Permission denied"
        #expect(checked.exit == .code(2) && checked.words.contains(words), "\(checked)")
        let copied = try await run(["backup", "--data", data, data + "/x"], wrapper: Self.bound)
        #expect(copied.exit == .code(1) && copied.words.contains(words), "\(copied)")
        server.process.signal(SIGTERM)
        try await server.process.exit()
        let again = try await ServerProcess(in: server.folder, wrapper: Self.bound)
        #expect(again.process.errors.text.contains(words), "\(again.process.errors.text)")
    }

    @Test("A check finds what is damaged, and says so by its exit code")
    func check() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let data = server.folder.path
        try await server.post("hello")
        let file = try server.folder.file("sent.txt", "the bytes of a file")
        let sent = try await server.curl("/rooms/general/files/", "-u", "alice:", "-T", file)
        let hash = try #require((sent.json["file"] as? [String: Any])?["sha256"] as? String)
        let sound = try await run(["check", "--data", data])
        #expect(sound.exit == .code(0), "\(sound)")
        let place = "files/\(hash.prefix(2))/\(hash)"
        _ = try server.folder.file(place, "the bytes of a fild")
        let wrong = try await run(["check", "--data", data])
        #expect(wrong.exit == .code(1) && wrong.output.contains("not those it names"), "\(wrong)")
        let copied = try await run(["backup", "--data", data, data + "/copy"])
        #expect(copied.exit == .code(1) && copied.output.contains(hash), "\(copied)")
        try FileManager.default.removeItem(atPath: data + "/" + place)
        let missing = try await run(["check", "--data", data])
        #expect(missing.exit == .code(1) && missing.output.contains("not there"), "\(missing)")
        #expect(try await run(["check", "--data", data + "/none"]).exit == .code(2))
        let floor = ["--disk-floor", "1048576G"]
        let refused = try await run(["backup", "--data", data] + floor + [data + "/other"])
        #expect(refused.exit == .code(1), "\(refused)")
        #expect(refused.words.contains(/the copy may take [1-9]\d+ bytes: .* stay free/))
        _ = try server.folder.file("burble.sqlite", "no database at all")
        #expect(try await run(["check", "--data", data]).exit == .code(1))
    }
}
