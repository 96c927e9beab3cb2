import Foundation
import Glibc
import Testing

/// Files, with curl as the client.
@Suite(.timeLimit(.minutes(10))) struct FileTests {
    @Test("A file goes in by one curl, is a message, and comes out byte for byte")
    func roundTrip() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try Self.file(300_000, in: server.folder)
        let reply = try await server.curl("/rooms/general/files/", "-u", "alice:", "-T", path)
        #expect(reply.status == 201)
        let file = try #require(reply.json["file"] as? [String: Any])
        #expect(file["name"] as? String == "sample.bin")
        #expect(file["size"] as? Int == bytes.count)
        let url = try #require(reply.headers["location"])
        #expect(file["url"] as? String == url)
        #expect(try await Self.download(url, from: server) == bytes)
        #expect(try await server.messages().count == 1)
        // Only the file itself is on the disk, under its hash.
        let hash = try #require(file["sha256"] as? String)
        #expect(Self.stored(server) == ["files/\(hash.prefix(2))/\(hash)"])
    }

    @Test("The same file again is the same message; the same bytes elsewhere are stored once")
    func again() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, _) = try Self.file(5_000, in: server.folder)
        let first = try await server.curl("/rooms/a/files/x", "-u", "alice:", "-T", path)
        let same = try await server.curl("/rooms/a/files/x", "-u", "alice:", "-T", path)
        #expect((first.status, same.status) == (201, 200))
        #expect(first.body == same.body)
        #expect(try await server.curl("/rooms/b/files/y", "-u", "bob:", "-T", path).status == 201)
        #expect(Self.stored(server).count == 1)
        try await server.curl("/rooms/a/messages/1", "-u", "alice:", "-X", "DELETE")
        let later = try await server.curl("/rooms/a/files/x", "-u", "alice:", "-T", path)
        #expect(later.status == 201, "a deleted message does not stand for the file any more")
        let again = try await server.curl("/rooms/a/files/x", "-u", "alice:", "-T", path)
        #expect(again.status == 200 && again.body == later.body)
    }

    @Test("Parts are given as asked: ranges, a suffix, the rest, and what is beyond the end")
    func ranges() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try Self.file(10_000, in: server.folder)
        let put = try await server.curl("/rooms/a/files/x.bin", "-u", "alice:", "-T", path)
        let url = try #require(put.headers["location"])
        let etag = try #require(try await server.curl(url, "-I").headers["etag"])
        #expect(try await Self.download(url, from: server, "-r", "10-19") == Array(bytes[10...19]))
        #expect(try await Self.download(url, from: server, "-r", "-5") == Array(bytes.suffix(5)))
        #expect(
            try await Self.download(url, from: server, "-r", "9990-") == Array(bytes.suffix(10))
        )
        let beyond = try await server.curl(url, "-I", "-r", "10000-")
        #expect(beyond.status == 416)
        #expect(beyond.headers["content-range"] == "bytes */10000")
        #expect(try await server.curl(url, "-I", "-r", "0-1,5-6").status == 200)
        let range = ["-r", "0-1", "-H"]
        let head = try await server.curl(
            url,
            "-I",
            range[0],
            range[1],
            range[2],
            "If-Range: \(etag)"
        )
        #expect(head.status == 206)
        #expect(head.headers["content-length"] == "2")
        let other = try await server.curl(url, "-I", "-r", "0-1", "-H", #"If-Range: "other""#)
        #expect(other.status == 200)
        #expect(try await server.curl(url, "-H", "If-None-Match: \(etag)").status == 304)
        #expect(try await server.curl(url, "-H", "If-Match: \(etag)").status == 200)
        let refused = try await server.curl(url, "-H", #"If-Match: "other""#)
        #expect(refused.status == 412)
        #expect(refused.json["code"] as? String == "precondition_failed")
        #expect(refused.headers["etag"] == etag)
        // A date would tell when somebody else sent the same bytes.
        let dated = try await server.curl(
            url,
            "-H",
            "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT"
        )
        #expect(dated.status == 200 && dated.headers["last-modified"] == nil)
    }

    @Test("A download that was cut off goes on where it stopped")
    func resumedDownload() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try Self.file(3_000_000, in: server.folder)
        let put = try await server.curl("/rooms/a/files/x.bin", "-u", "alice:", "-T", path)
        let url = try #require(put.headers["location"])
        let target = server.folder.path + "/out"
        // A limited rate would not do: curl takes what is there before it looks at its clock.
        let cut = try Subprocess(
            ["sh", "-c", "curl -qsS '\(server.url(url))' | head -c 1000000 > '\(target)'"]
        )
        try await cut.exit()
        #expect(Self.size(target) == 1_000_000)
        let rest = try Subprocess(["curl", "-qsS", "-C", "-", "-o", target, server.url(url)])
        #expect(try await rest.exit() == .code(0))
        #expect(try Data(contentsOf: URL(fileURLWithPath: target)).elementsEqual(bytes))
    }

    @Test("An upload whose client or server dies leaves nothing behind", arguments: [true, false])
    func cutUpload(isClient: Bool) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, _) = try Self.file(3_000_000, in: server.folder)
        // Slow enough to be under way for minutes, however late one looks.
        let upload = try Subprocess(
            [
                "curl", "-qsS", "--limit-rate", "10k", "-u", "alice:", "-T", path,
                server.url("/rooms/a/files/x.bin"),
            ]
        )
        try await Self.wait { Self.stored(server).contains { $0.hasPrefix("files/incoming/") } }
        if isClient {
            upload.signal(SIGKILL)
            try await Self.wait { Self.stored(server).isEmpty }
            #expect(try await server.curl("/readyz").status == 200)
        } else {
            try await server.crash()
            let again = try await server.again()
            #expect(Self.stored(again).isEmpty)
            let whole = try await again.curl("/rooms/a/files/x.bin", "-u", "alice:", "-T", path)
            #expect(whole.status == 201)
            #expect(try await again.messages(in: "a").count == 1)
        }
    }

    @Test("What is too long or beyond a quota is refused before its body is sent")
    func refusals() async throws {
        let server = try await ServerProcess([
            "--rate-limit", "0", "--upload-limit", "50K", "--member-file-quota", "60K",
            "--file-quota", "70K",
        ])
        let (long, _) = try Self.file(51 * 1024 + 1, in: server.folder, named: "long")
        let (fits, _) = try Self.file(40 * 1024, in: server.folder, named: "fits")
        let (more, _) = try Self.file(30 * 1024, in: server.folder, named: "more")
        let (last, _) = try Self.file(35 * 1024, in: server.folder, named: "last")
        let files = "/rooms/a/files/"
        let sent = try await server.curl(
            files,
            "-u",
            "alice:",
            "-T",
            long,
            "-H",
            "Expect: 100-continue",
            "--expect100-timeout",
            "240",
            "-w",
            "sent %{size_upload}"
        )
        #expect(sent.status == 413)
        #expect(sent.body.contains(#""configKey":"upload-limit""#))
        #expect(sent.body.hasSuffix("sent 0"))
        let unknown = ["-H", "Transfer-Encoding: chunked", "-H", "Content-Length:"]
        let chunked = try await server.curl(
            files,
            "-u",
            "alice:",
            "-T",
            long,
            unknown[0],
            unknown[1]
        )
        #expect(chunked.status == 413)
        #expect(try await server.curl(files, "-u", "alice:", "-T", fits).status == 201)
        let own = try await server.curl(files, "-u", "alice:", "-T", more)
        #expect(own.status == 507)
        #expect(own.body.contains(#""code":"member_file_quota""#))
        let all = try await server.curl(files, "-u", "bob:", "-T", last)
        #expect(all.status == 507)
        #expect(all.body.contains(#""code":"file_quota""#))
        // The bytes of this file: what all have together would tell of files of others.
        #expect(all.body.contains(#""value":35840"#), "\(all.body)")
        #expect(Self.stored(server).count == 1)
        #expect(try await server.messages(in: "a").count == 1)
    }

    // More bytes went into the stored file, under the hash of the first ones.
    @Test("A stored file takes no more, though its message was not posted", arguments: [1, 2])
    func sealed(starts: Int) async throws {
        var server = try await ServerProcess(listen: .ownLoopback)
        let key = "Idempotency-Key: k"
        try await server.call("POST", "/rooms/a/messages", as: "eve:", data: "x", fields: [key])
        let (path, fields) = ("/rooms/a/files/x.txt", [key, "Upload-Complete: ?0"])
        let begun = try await server.call("PUT", path, as: "eve:", fields: fields)
        let place = try #require(begun.headers["location"])
        func append(_ text: String, at offset: Int) async throws -> Reply {
            let fields = [
                "Content-Type: application/partial-upload", "Upload-Offset: \(offset)",
                "Upload-Complete: ?1",
            ]
            return try await server.call("PATCH", place, as: "eve:", data: text, fields: fields)
        }
        #expect(try await append("hello", at: 0).status == 422)
        let other = try await server.curl(
            "/rooms/a/files/y.txt",
            "-u",
            "bob:",
            "-T",
            try server.folder.file("hello", "hello")
        )
        let file = try #require(other.headers["content-location"] ?? other.headers["location"])
        if starts > 1 {
            try await server.crash()
            server = try await server.again()
        }
        #expect(try await append("evil", at: 5).status >= 400)
        #expect(try await append("", at: 5).status == 422)
        #expect(try await server.curl(file).body == "hello")
    }

    // Seen as C17: curl -OJ saved a file under a name full of escapes.
    @Test(
        "No name leaves its place, and no file runs in a browser",
        arguments: [
            ("..%2f..%2fx", 400), ("a%00b", 400), ("%2e%2e", 404), ("a%0ab", 400), ("a%5cb", 400),
            (String(repeating: "n", count: 256), 400), ("%E2%80%AEgpj.exe", 400), ("%ff", 400),
            (String(repeating: "n", count: 255), 201), ("%C3%BCn%C3%AF%20%F0%9F%8E%89.txt", 201),
            ("page.html", 201), ("x.svg", 201),
        ]
    )
    func names(name: String, status: Int) async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try Self.file(10, in: server.folder)
        let put = try await server.curl(
            "/rooms/a/files/\(name)",
            "--path-as-is",
            "-u",
            "alice:",
            "-T",
            path
        )
        #expect(put.status == status || status == 404 && put.status == 400, "\(put.body)")
        guard let url = put.headers["location"] else {
            #expect(Self.stored(server).isEmpty)
            return
        }
        #expect(try await Self.download(url, from: server) == bytes)
        let head = try await server.curl(url, "-I")
        let saved = head.headers["content-disposition"] ?? ""
        #expect(saved.contains("; filename=\"") && saved.contains("; filename*=UTF-8''"))
        #expect(head.headers["x-content-type-options"] == "nosniff")
        #expect(head.headers["content-security-policy"]?.hasPrefix("sandbox") == true)
        #expect(head.headers["content-type"]?.contains("html") == false)
        #expect(head.headers["content-type"]?.contains("svg") == false)
    }
}

// MARK: - Files of the tests

extension FileTests {
    /// Writes a file of bytes that do not repeat soon.
    static func file(
        _ count: Int,
        in folder: TemporaryFolder,
        named name: String = "sample.bin"
    ) throws -> (path: String, bytes: [UInt8]) {
        var state = UInt64(count)
        let bytes = (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
        return (try folder.file(name, bytes: bytes), bytes)
    }

    /// Fetches by curl.
    static func download(
        _ url: String,
        from server: ServerProcess,
        _ options: String...
    ) async throws -> [UInt8] {
        let target = server.folder.path + "/got-\(UUID().uuidString)"
        let curl = try Subprocess(["curl", "-qsS", "-o", target] + options + [server.url(url)])
        #expect(try await curl.exit() == .code(0))
        return Array(try Data(contentsOf: URL(fileURLWithPath: target)))
    }

    /// The files of the store and of uploads, without folders.
    static func stored(_ server: ServerProcess) -> [String] {
        let all = FileManager.default.enumerator(atPath: server.folder.path + "/files")
        return (all?.allObjects as? [String] ?? []).filter { path in
            let full = server.folder.path + "/files/" + path
            let facts = try? FileManager.default.attributesOfItem(atPath: full)
            return facts?[.type] as? FileAttributeType == .typeRegular
        }.map { "files/" + $0 }.sorted()
    }

    static func size(_ path: String) -> Int {
        let facts = try? FileManager.default.attributesOfItem(atPath: path)
        return (facts?[.size] as? Int) ?? 0
    }

    /// Looks again and again, since the disk tells nobody; each look takes a small program's time.
    static func wait(until isSo: () -> Bool) async throws {
        let end = ContinuousClock.now + Output.patience
        while !isSo() {
            guard ContinuousClock.now < end else {
                throw Subprocess.Failure(description: "it did not come about")
            }
            try await Subprocess(["true"]).exit()
        }
    }
}
