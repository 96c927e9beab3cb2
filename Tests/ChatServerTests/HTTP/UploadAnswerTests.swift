import ChatStore
import Synchronization
import TestConnections
import Testing

@testable import ChatServer

/// What a client of an upload is told, and when.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct UploadAnswerTests {
    private static let begin =
        "PUT /rooms/a/files/x.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + "Upload-Complete: ?0\r\nContent-Length: 3\r\n"

    @Test("A client that shows nothing of interim answers gets one answer, as it knows it")
    func plain() async throws {
        try await TestServer.wired { _, client in
            try await client.send(Self.begin + "\r\nabc")
            let answer = try await client.answer()
            #expect(answer.status == 201)
            #expect(answer.fields["upload-offset"] == "3")
            let place = try #require(answer.fields["location"])
            #expect(answer.fields["content-type"] == "application/json")
            let id = place.dropFirst("/uploads/".count)
            #expect(answer.body == #"{"upload":"\#(id)","offset":3}"# + "\n")
            try await client.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            #expect(try await client.answer().body == "ok\n")
        }
    }

    @Test(
        "A client that takes interim answers is told where it can resume before its body is read",
        arguments: ["Expect: 100-continue", "Upload-Draft-Interop-Version: 8"]
    )
    func announced(field: String) async throws {
        try await TestServer.wired { _, client in
            try await client.send(Self.begin + "\(field)\r\n\r\n")
            let interim = try await client.head()
            #expect(interim.status == 104)
            #expect(interim.fields["location"]?.hasPrefix("/uploads/") == true)
            try await client.send("abc")
            let answer = try await client.answer()
            #expect(answer.status == 201)
            #expect(answer.fields["location"] == interim.fields["location"])
        }
    }

    @Test(
        "An upload that is refused as it begins leaves nothing, told of or not",
        arguments: [
            "Upload-Complete: ?0\r\nUpload-Length: 3\r\nContent-Length: 5\r\n\r\n12345",
            "Upload-Complete: ?0\r\nUpload-Length: 3\r\n\(inChunks)",
            "Upload-Complete: ?1\r\nUpload-Length: 3\r\n\(inChunks)",
            "Upload-Complete: ?1\r\nUpload-Length: 50\r\n\(inChunks)",
            "Upload-Complete: ?0\r\nUpload-Offset: 2\r\nContent-Length: 5\r\n\r\n12345",
        ],
        ["", "Upload-Draft-Interop-Version: 8\r\n"]
    )
    func refused(rest: String, field: String) async throws {
        try await TestServer.run { server in
            let answer = try await Self.say(
                "PUT /rooms/a/files/x.txt HTTP/1.1\r\nHost: x\r\n\(field)\(rest)",
                to: server
            )
            #expect([400, 409].contains(answer.status), "\(answer)")
            #expect(server.services.files.uploads.withLock { $0.isEmpty })
            let left = try server.services.files.folder.incomingNames
            #expect(left.isEmpty)
        }
    }

    @Test("A part with a length that cannot be is refused, and changes nothing of the upload")
    func wrongLength() async throws {
        try await TestServer.run { server in
            let begun = try await Self.say(
                "PUT /rooms/a/files/x.txt HTTP/1.1\r\nHost: x\r\nUpload-Complete: ?0\r\n"
                    + "Content-Length: 5\r\n\r\n12345",
                to: server
            )
            let place = try #require(begun.fields["location"])
            let part =
                "PATCH \(place) HTTP/1.1\r\nHost: x\r\nUpload-Offset: 5\r\n"
                + "Content-Type: application/partial-upload\r\n"
            let head = "HEAD \(place) HTTP/1.1\r\nHost: x\r\n\r\n"
            let unfit = [
                "Upload-Length: 3\r\nContent-Length: 1\r\n\r\nx",
                "Upload-Length: 6\r\nContent-Length: 4\r\n\r\nabcd",
                "Upload-Length: 3\r\n\(Self.inChunks)", "Upload-Length: 6\r\n\(Self.inChunks)",
            ]
            for rest in unfit {
                let answer = try await Self.say("\(part)Upload-Complete: ?0\r\n\(rest)", to: server)
                #expect(answer.status == 400, "\(rest)")
                #expect(answer.body.contains(#""code":"wrong_length""#), "\(rest)")
                let now = try await Self.say(head, to: server)
                #expect(now.fields["upload-offset"] == "5", "\(rest)")
                #expect(now.fields["upload-length"] == nil, "\(rest)")
            }
            let last = try await Self.say(
                "\(part)Upload-Complete: ?1\r\nUpload-Length: 8\r\n"
                    + "Content-Length: 3\r\n\r\n678",
                to: server
            )
            #expect(last.status == 201)
        }
    }

    // A part of a file was posted as the whole of it.
    @Test(
        "A request that brings another part of a file than it tells is refused, and kept nowhere",
        arguments: [
            ("Upload-Offset: 5\r\nContent-Length: 5\r\n\r\n12345", 409, "wrong_offset"),
            ("Upload-Offset: 3\r\n\(inChunks)", 409, "wrong_offset"),
            ("Upload-Length: 50\r\n\(inChunks)", 400, "wrong_length"),
            ("Upload-Length: 3\r\n\(inChunks)", 400, "wrong_length"),
            ("Upload-Length: 50\r\nContent-Length: 5\r\n\r\n12345", 400, "wrong_length"),
        ]
    )
    func part(rest: String, status: Int, code: String) async throws {
        try await TestServer.run { server in
            let answer = try await Self.say(
                "PUT /rooms/a/files/x.txt HTTP/1.1\r\nHost: x\r\n\(rest)",
                to: server
            )
            #expect(answer.status == status && answer.body.contains(code), "\(answer)")
            #expect(server.services.store.head == 0)
            #expect(try server.services.files.folder.incomingNames.isEmpty)
        }
    }

    // The parts of the form and what is between them were kept as the file, or posted.
    @Test(
        "A form of several parts is told how a body is sent, and nothing of it is kept",
        arguments: [
            "PUT /rooms/a/files/x.txt", "POST /rooms/a/import", "PUT /rooms/a/import",
            "POST /rooms/a/messages", "POST /rooms/%61/messages", "PUT /rooms/a/stream",
            "POST /rooms/a/stream",
        ],
        ["multipart/form-data; boundary=ab", "Multipart/Form-Data", "multipart/form-data;x"]
    )
    func form(target: String, type: String) async throws {
        try await TestServer.run { server in
            let part =
                "--ab\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nhi\r\n"
                + "--ab--\r\n"
            let fields =
                "Authorization: Bearer \(try server.operatorToken())\r\nContent-Type: \(type)\r\n"
                + "Content-Length: \(part.utf8.count)\r\n"
            for isPart in [false, true] where !isPart || target.contains("files") {
                let more = isPart ? "Upload-Complete: ?1\r\n" : ""
                let answer = try await Self.say(
                    "\(target) HTTP/1.1\r\nHost: x\r\n\(fields)\(more)\r\n\(part)",
                    to: server
                )
                #expect(answer.status == 415 && answer.body.contains("curl -T"), "\(answer)")
                #expect(answer.body.contains(#""code":"unsupported_type""#))
            }
            #expect(server.services.store.head == 0)
            #expect(try server.services.files.folder.incomingNames.isEmpty)
        }
    }

    // What a client sent behind such a head was dropped, and an empty file was posted.
    @Test(
        "A file that tells no length and has no chunks is refused",
        arguments: ["HTTP/1.0", "HTTP/1.1"],
        ["", "Upload-Complete: ?1\r\n"]
    )
    func withoutLength(version: String, field: String) async throws {
        try await TestServer.run { server in
            let head = "PUT /rooms/a/files/x.txt \(version)\r\nHost: x\r\n\(field)"
            let answer = try await Self.say(head + "\r\nhello", to: server)
            #expect(answer.status == 400 && answer.body.contains("Content-Length"), "\(answer)")
            #expect(server.services.store.head == 0)
            let empty = try await Self.say(head + "Content-Length: 0\r\n\r\n", to: server)
            #expect(empty.status == 201, "\(empty)")
        }
    }

    private static let inChunks =
        "Transfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n"

    /// Says a request on a connection of its own; gives its last answer.
    private static func say(
        _ request: String,
        to server: TestServer
    ) async throws -> RawConnection.Answer {
        try await RawConnection.open(port: server.port) { client in
            try await client.send(request)
            var answer = try await client.answer()
            while answer.status == 104 { answer = try await client.answer() }
            return answer
        }
    }

    @Test("A range behind the file's end is a problem that says how long the file is")
    func wrongRange() async throws {
        try await TestServer.wired { _, client in
            try await client.send(
                "PUT /rooms/a/files/x.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Length: 3\r\n\r\nabc"
            )
            let url = try #require(
                try await client.answer().body.firstMatch(of: /"url":"([^"]+)"/)?.output.1
            )
            try await client.send(
                "GET \(url) HTTP/1.1\r\nHost: 127.0.0.1\r\nRange: bytes=3-\r\n\r\n"
            )
            let answer = try await client.answer()
            #expect(answer.status == 416)
            #expect(answer.fields["content-range"] == "bytes */3")
            #expect(answer.fields["content-type"] == "application/problem+json")
            #expect(answer.body.contains(#""code":"wrong_range""#))
        }
    }
}
