import Foundation
import HTTPTypes
import Hummingbird
import StreamingHTTP
import TestConnections
import Testing

@Suite("A file as a response", .timeLimit(.minutes(10)))
struct StreamingFileTests {
    private static let content = String(
        (0..<300_000).map { Character(UnicodeScalar(UInt8(97 + $0 % 26))) }
    )

    private func served(_ body: @Sendable (RawConnection) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let files = folder.appending(path: "files")
        try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.content.write(
            to: files.appending(path: "a.txt"),
            atomically: false,
            encoding: .utf8
        )
        try "secret".write(to: folder.appending(path: "b"), atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(
            at: files.appending(path: "link"),
            withDestinationURL: folder.appending(path: "b")
        )
        try FileManager.default.createSymbolicLink(
            at: files.appending(path: "up"),
            withDestinationURL: folder
        )
        let plain = Router()
        plain.get("**") { _, context in
            try await StreamingFile.open(
                context.parameters.getCatchAll().joined(separator: "/"),
                in: files.path
            )
        }
        let direct = Router(context: BasicStreamingContext.self)
        direct.get("**") { _, context in
            try await StreamingFile.open(
                context.parameters.getCatchAll().joined(separator: "/"),
                in: files.path
            )
        }
        try await LiveServer.serve(plain) { port, _ in
            try await RawConnection.open(port: port, body)
        }
        try await LiveServer.serve(direct) { port, _ in
            try await RawConnection.open(port: port, body)
        }
    }

    @Test("The whole file comes, and the connection stays")
    func whole() async throws {
        try await served { wire in
            for _ in 1...2 {
                try await wire.get("/a.txt")
                let head = try await wire.read(through: "\r\n\r\n").lowercased()
                #expect(head.hasPrefix("http/1.1 200 "))
                #expect(head.contains("content-length: 300000\r\n"))
                #expect(head.contains("content-type: text/plain; charset=utf-8\r\n"))
                #expect(head.contains("accept-ranges: bytes\r\n"))
                let body = try await wire.read(count: 300_000)
                #expect(body == Array(Self.content.utf8))
            }
        }
    }

    @Test(
        "A part comes as asked",
        arguments: [
            ("bytes=0-2", "bytes 0-2/300000", "abc"),
            ("bytes=299998-", "bytes 299998-299999/300000", "kl"),
            ("bytes=-3", "bytes 299997-299999/300000", "jkl"),
            ("bytes=299999-900000", "bytes 299999-299999/300000", "l"),
        ]
    )
    func part(range: String, answer: String, text: String) async throws {
        #expect(Self.content.hasSuffix("jkl"))
        try await served { wire in
            try await wire.get("/a.txt", "Range: \(range)")
            let head = try await wire.read(through: "\r\n\r\n").lowercased()
            #expect(head.hasPrefix("http/1.1 206 "))
            #expect(head.contains("content-range: \(answer)\r\n"))
            #expect(String(decoding: try await wire.read(count: text.count), as: UTF8.self) == text)
        }
    }

    @Test("A range beyond the end is 416, and the connection stays")
    func beyond() async throws {
        try await served { wire in
            for _ in 1...2 {
                try await wire.get("/a.txt", "Range: bytes=300000-")
                let head = try await wire.read(through: "\r\n\r\n").lowercased()
                #expect(head.hasPrefix("http/1.1 416 "))
                #expect(head.contains("content-range: bytes */300000\r\n"))
            }
        }
    }

    @Test("A part of a file that has changed since is the whole; a known file is 304")
    func validators() async throws {
        try await served { wire in
            try await wire.get("/a.txt", "Range: bytes=0-0")
            let head = try await wire.read(through: "\r\n\r\n")
            _ = try await wire.read(count: 1)
            let tag = try #require(
                head.split(separator: "\r\n").first {
                    $0.lowercased().hasPrefix("etag: ")
                }?.dropFirst(6)
            )
            try await wire.get("/a.txt", "Range: bytes=0-0", "If-Range: \(tag)")
            #expect(try await wire.read(through: "\r\n\r\n").contains(" 206 "))
            _ = try await wire.read(count: 1)
            try await wire.get("/a.txt", "Range: bytes=0-0", "If-Range: \"other\"")
            #expect(try await wire.read(through: "\r\n\r\n").contains(" 200 "))
            _ = try await wire.read(count: 300_000)
            try await wire.get("/a.txt", "If-None-Match: \"x\", \(tag)")
            #expect(try await wire.read(through: "\r\n\r\n").contains(" 304 "))
            try await wire.get("/a.txt", "If-Match: \"x\"", "Range: bytes=0-0")
            #expect(try await wire.answer().status == 412)
            try await wire.get("/a.txt", "If-Match: \(tag)", "Range: bytes=0-0")
            #expect(try await wire.read(through: "\r\n\r\n").contains(" 206 "))
        }
    }

    @Test(
        "No path leaves the folder",
        arguments: [
            "/../b", "/x/../../b", "/%2e%2e/b", "/%2e%2e%2fb", "/..%2fb", "/link", "/up/b",
            "//etc/passwd",
            "/%2fetc/passwd", "/a.txt%00", "/.", "/up", "/%252e%252e/b",
        ]
    )
    func inside(path: String) async throws {
        try await served { wire in
            try await wire.get(path)
            let head = try await wire.read(through: "\r\n\r\n")
            #expect(head.contains(" 404 ") || head.contains(" 400 "), "\(head)")
        }
    }
}
