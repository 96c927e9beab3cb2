import Foundation
import Glibc
import Testing

/// Uploads in several requests, by the IETF's draft, with curl as the client.
@Suite(.timeLimit(.minutes(10))) struct UploadTests {
    private static let type = "Content-Type: application/partial-upload"

    @Test("An upload in parts is posted when its last part has come")
    func parts() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (_, bytes) = try FileTests.file(20_000, in: server.folder)
        let upload = try await Self.begin(server, length: 20_000)
        let first = try await Self.append(
            bytes[..<12_000],
            at: 0,
            to: upload,
            server,
            isLast: false
        )
        #expect(first.status == 204)
        #expect(first.headers["upload-offset"] == "12000")
        #expect(try await server.messages(in: "a").isEmpty)
        let head = try await server.curl(upload, "-I", "-u", "alice:")
        #expect(head.status == 204)
        #expect(head.headers["upload-offset"] == "12000")
        #expect(head.headers["upload-complete"] == "?0")
        #expect(head.headers["upload-length"] == "20000")
        #expect(head.headers["cache-control"] == "no-store")
        let wrong = try await Self.append(bytes[..<10], at: 5, to: upload, server, isLast: false)
        #expect(wrong.status == 409)
        let last = try await Self.append(bytes[12_000...], at: 12_000, to: upload, server)
        #expect(last.status == 201)
        #expect(last.headers["upload-complete"] == "?1")
        let url = try #require(last.headers["location"])
        #expect(try await FileTests.download(url, from: server) == bytes)
        let done = try await server.curl(upload, "-I", "-u", "alice:")
        #expect(done.headers["upload-complete"] == "?1")
        #expect(try await server.messages(in: "a").count == 1)
        #expect(FileTests.stored(server).count == 1)
    }

    // Seen as S8: a hundred uploads of which nothing came locked all uploads for a day.
    @Test("Claims take no room, and make way for those who bring something")
    func claims() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let claims = (0..<300).map { number in
            """
            next
            request = "PUT"
            url = "\(server.url("/rooms/a/files/f\(number)"))"
            user = "m\(number / 20):"
            header = "Upload-Complete: ?0"
            header = "Upload-Length: 100000000"
            data = ""
            write-out = "%{http_code} "
            output = "/dev/null"
            """
        }
        let file = try server.folder.file("claims", claims.joined(separator: "\n"))
        let curl = try Subprocess(["curl", "-qsS", "-K", file])
        let codes = try await curl.output.end()
        #expect(codes.split(separator: " ").allSatisfy { $0 == "201" }, "\(codes)")
        let (_, bytes) = try FileTests.file(20_000, in: server.folder)
        let upload = try await Self.begin(server, length: 20_000)
        try await Self.append(bytes[..<12_000], at: 0, to: upload, server, isLast: false)
        let more = try Subprocess(["curl", "-qsS", "-K", file])
        _ = try await more.output.end()
        let last = try await Self.append(bytes[12_000...], at: 12_000, to: upload, server)
        #expect(last.status == 201)
    }

    // Seen as H6: a part that was refused changed the length of the upload.
    @Test("A part at a wrong place changes nothing of the upload, its length neither")
    func wrongPlace() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (_, bytes) = try FileTests.file(100, in: server.folder)
        let (file, fields) = ("/rooms/a/files/x.bin", ["Upload-Complete: ?0"])
        let begun = try await server.call("PUT", file, as: "alice:", data: "", fields: fields)
        let upload = try #require(begun.headers["location"])
        try await Self.append(bytes[..<60], at: 0, to: upload, server, isLast: false)
        let wrong = try await Self.append(bytes[..<50], at: 0, to: upload, server)
        #expect(wrong.status == 409)
        let last = try await Self.append(bytes[60...], at: 60, to: upload, server)
        #expect(last.status == 201)
    }

    @Test("What had come survives a crash of the server, and the upload goes on")
    func crash() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (_, bytes) = try FileTests.file(20_000, in: server.folder)
        let upload = try await Self.begin(server, length: 20_000)
        try await Self.append(bytes[..<12_000], at: 0, to: upload, server, isLast: false)
        try await server.crash()
        let again = try await server.again()
        let head = try await again.curl(upload, "-I", "-u", "alice:")
        #expect(head.headers["upload-offset"] == "12000")
        let last = try await Self.append(bytes[12_000...], at: 12_000, to: upload, again)
        #expect(last.status == 201)
        let url = try #require(last.headers["location"])
        #expect(try await FileTests.download(url, from: again) == bytes)
    }

    @Test("An upload whose connection is lost goes on from where the server has it")
    func lostConnection() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let (path, bytes) = try FileTests.file(3_000_000, in: server.folder)
        let curl = try Subprocess([
            "curl", "-qsSv", "--limit-rate", "10k", "-u", "alice:", "-T", path,
            "-H", "Upload-Complete: ?1", server.url("/rooms/a/files/x.bin"),
        ])
        let line = try await curl.errors.line(containing: "ocation: /uploads/")
        let upload = try #require(line.split(separator: " ").last.map(String.init))
            .trimmingCharacters(in: .whitespacesAndNewlines)
        try await FileTests.wait {
            FileTests.size(server.folder.path + "/files/incoming/" + upload.dropFirst(9)) > 0
        }
        // Stopped and not killed: the server has no way to know that nothing more comes.
        curl.signal(SIGSTOP)
        let head = try await server.curl(upload, "-I", "-u", "alice:")
        let offset = try #require(head.headers["upload-offset"].flatMap { Int($0) })
        #expect((1..<bytes.count).contains(offset))
        let last = try await Self.append(bytes[offset...], at: offset, to: upload, server)
        #expect(last.status == 201)
        let url = try #require(last.headers["location"])
        #expect(try await FileTests.download(url, from: server) == bytes)
        curl.signal(SIGKILL)
    }

    @Test("A cancelled upload leaves nothing, and another member's is not there")
    func cancel() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let upload = try await Self.begin(server, length: 10)
        #expect(try await server.curl(upload, "-I", "-u", "bob:").status == 404)
        #expect(try await server.curl(upload, "-u", "alice:", "-X", "DELETE").status == 204)
        #expect(try await server.curl(upload, "-I", "-u", "alice:").status == 404)
        #expect(FileTests.stored(server).isEmpty)
    }

    @Test("A part that is none, and one that makes the file too long, are refused")
    func badParts() async throws {
        let server = try await ServerProcess(listen: .ownLoopback)
        let upload = try await Self.begin(server, length: 10)
        let fields = ["Upload-Offset: 0", "Upload-Complete: ?1"]
        let plain = try await server.call("PATCH", upload, as: "alice:", data: "x", fields: fields)
        #expect(plain.status == 415)
        let long = try await Self.append(
            [UInt8](repeating: 1, count: 11)[...],
            at: 0,
            to: upload,
            server
        )
        #expect(long.status == 400)
        #expect(long.body.contains(#""code":"wrong_length""#))
        let short = try await Self.append([1, 2, 3][...], at: 0, to: upload, server)
        #expect(short.status == 400)
        #expect(try await server.messages(in: "a").isEmpty)
    }

    // MARK: - By the draft

    /// Begins an upload without any of its bytes.
    private static func begin(_ server: ServerProcess, length: Int) async throws -> String {
        let file = "/rooms/a/files/x.bin"
        let fields = ["Upload-Complete: ?0", "Upload-Length: \(length)"]
        let reply = try await server.call("PUT", file, as: "alice:", data: "", fields: fields)
        #expect(reply.status == 201, "\(reply.body)")
        #expect(reply.headers["upload-limit"]?.contains("max-size=") == true)
        return try #require(reply.headers["location"])
    }

    @discardableResult
    private static func append(
        _ bytes: ArraySlice<UInt8>,
        at offset: Int,
        to upload: String,
        _ server: ServerProcess,
        isLast: Bool = true
    ) async throws -> Reply {
        let part = try server.folder.file("part-\(UUID().uuidString)", bytes: Array(bytes))
        let place = [type, "Upload-Offset: \(offset)", "Upload-Complete: ?\(isLast ? 1 : 0)"]
        let data = "@\(part)"
        return try await server.call("PATCH", upload, as: "alice:", data: data, fields: place)
    }
}
