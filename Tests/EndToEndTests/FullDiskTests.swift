import Testing

/// A disk that is full, and has room again.
@Suite(.timeLimit(.minutes(10))) struct FullDiskTests {
    /// A command that mounts a file system of two megabytes on the folder, for the server alone.
    private static func wrapper(_ path: String) -> [String] {
        [
            "unshare", "-rm", "sh", "-c",
            #"mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@""#, path,
        ]
    }

    private static func isAllowed() async throws -> Bool {
        let folder = try TemporaryFolder()
        return try await Subprocess(wrapper(folder.path) + ["true"]).exit() == .code(0)
    }

    // Seen as running F34: the server is ready with a full disk, since it can be read.
    @Test(
        "A full disk refuses posts, keeps streams, and takes posts again when there is room",
        .enabled("this system lets nobody here mount a tmpfs (unshare -rm)") {
            try await isAllowed()
        }
    )
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(
            in: folder,
            ["--rate-limit", "0", "--disk-floor", "0"],
            wrapper: Self.wrapper(folder.path)
        )
        // The folder as the server sees it, within its own mounts.
        let disk = "/proc/\(server.process.pid)/root\(folder.path)"
        let reader = try server.stream("/rooms/general/stream?format=ndjson&types=message")
        try await reader.output.line(containing: #""type":"live""#)
        #expect(try await server.post("before").status == 201)
        let fill = try Subprocess(["sh", "-c", "cat /dev/zero >\(disk)/filler"])
        #expect(try await fill.exit() != .code(0))
        let long = String(repeating: "x", count: 10_000)
        var refused: Reply?
        var posted = 1
        // What the database has set aside may still hold a few.
        for _ in 1...200 where refused == nil {
            let reply = try await server.post(long)
            if reply.status == 201 { posted += 1 } else { refused = reply }
        }
        let reply = try #require(refused)
        #expect(reply.status == 503)
        #expect(reply.json["code"] as? String == "storage_full")
        try await server.process.errors.line(containing: "no space is left")
        #expect(reply.headers["retry-after"].flatMap { Int($0) } != nil)
        #expect(try await server.curl("/readyz").status == 200)
        let empty = try Subprocess(["rm", "\(disk)/filler"])
        #expect(try await empty.exit() == .code(0))
        #expect(try await server.post("after").status == 201)
        try await reader.output.line(containing: #""text":"after""#)
        let seqs = try await server.messages().compactMap { line in
            line.firstMatch(of: /"seq":(\d+)/).flatMap { Int($0.output.1) }
        }
        #expect(seqs == Array(1...posted + 1))
        let streamed = reader.output.text.matches(of: /"seq":(\d+)/).compactMap { Int($0.output.1) }
        #expect(streamed == seqs)
    }

    @Test(
        "A disk that is nearly full takes deletions alone, and posts again when there is room",
        .enabled("this system lets nobody here mount a tmpfs (unshare -rm)") {
            try await isAllowed()
        }
    )
    func diskFloor() async throws {
        let folder = try TemporaryFolder()
        let server = try await ServerProcess(in: folder, wrapper: Self.wrapper(folder.path))
        let disk = "/proc/\(server.process.pid)/root\(folder.path)"
        #expect(try await server.post("before").status == 201)
        let filler = disk + "/filler"
        let fill = try Subprocess([
            "sh", "-c", "cat /dev/zero >\(filler) 2>/dev/null; truncate -s -65536 \(filler)",
        ])
        #expect(try await fill.exit() == .code(0))
        let refused = try await server.post("no")
        #expect(refused.status == 507)
        #expect(refused.json["code"] as? String == "disk_floor")
        #expect(refused.json["configKey"] as? String == "disk-floor")
        let delete = try await server.call("DELETE", "/rooms/general/messages/1", as: "alice:")
        #expect(delete.status == 204)
        let empty = try Subprocess(["rm", "\(disk)/filler"])
        #expect(try await empty.exit() == .code(0))
        #expect(try await server.post("after").status == 201)
    }

    @Test(
        "A file that the disk has no room for is refused whole and leaves nothing",
        .enabled("this system lets nobody here mount a tmpfs (unshare -rm)") {
            try await isAllowed()
        }
    )
    func fullDiskUpload() async throws {
        let (folder, elsewhere) = (try TemporaryFolder(), try TemporaryFolder())
        let server = try await ServerProcess(in: folder, wrapper: Self.wrapper(folder.path))
        let disk = "/proc/\(server.process.pid)/root\(folder.path)"
        let (long, _) = try FileTests.file(3_000_000, in: elsewhere, named: "long.bin")
        let (short, bytes) = try FileTests.file(100_000, in: elsewhere, named: "short.bin")
        // With its length told, and without: the second one fills the disk before it fails.
        for option in ["X-None: 1", "Transfer-Encoding: chunked"] {
            let refused = try await server.curl(
                "/rooms/a/files/",
                "-u",
                "alice:",
                "-T",
                long,
                "-H",
                option
            )
            #expect(refused.status == 507, "\(refused.body)")
            #expect(refused.json["code"] as? String == "disk_floor")
            let left = try Subprocess(["find", disk + "/files", "-type", "f"])
            #expect(try await left.output.end() == "")
        }
        let put = try await server.curl("/rooms/a/files/", "-u", "alice:", "-T", short)
        #expect(put.status == 201)
        let url = try #require(put.headers["location"])
        let target = elsewhere.path + "/got"
        let fetch = try Subprocess(["curl", "-qsS", "-o", target, server.url(url)])
        #expect(try await fetch.exit() == .code(0))
        #expect(FileTests.size(target) == bytes.count)
    }
}
