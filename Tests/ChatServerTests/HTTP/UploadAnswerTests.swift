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
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
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
    }

    @Test(
        "A client that takes interim answers is told where it can resume before its body is read",
        arguments: ["Expect: 100-continue", "Upload-Draft-Interop-Version: 8"]
    )
    func announced(field: String) async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
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
    }

    @Test("A range behind the file's end is a problem that says how long the file is")
    func wrongRange() async throws {
        try await TestServer.run { server in
            try await RawConnection.open(port: server.port) { client in
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
}
