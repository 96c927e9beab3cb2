import ChatProtocol
import Glibc
import NIOCore
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct SendTests {
    /// Sends a file of some text to a server; gives what comes of it, and what that was asked.
    private func send(
        _ text: String = "text",
        patience: Duration = .seconds(600),
        to script: @escaping FakeServer.Script,
        report: @escaping FileTransfers.Report = { _ in }
    ) async throws -> (Result<String, any Error>, [FakeServer.Asked]) {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let path = folder.path + "/a.txt"
        do {
            let file = try LocalFile(fetchingTo: path)
            try await file.write(ByteBuffer(string: text), at: 0)
        }
        return try await FakeServer.outcome(from: script) { transport in
            let files = FileTransfers(over: transport, as: nil, patience: patience)
            return try await files.send(
                path,
                as: FileName("a.txt"),
                to: RoomName("a"),
                keeping: UploadAddress(),
                report: report
            )
        }
    }

    // Seen as S22: an offset behind the end of the file ended the client by an overflow.
    @Test(
        "A server that says it has what cannot be of the file is an error, and is sent nothing",
        arguments: ["5000", "9007199254740991", "9223372036854775807", "-1", "1e9", ""]
    )
    func offset(told: String) async throws {
        let (result, asked) = try await send("a thousand bytes", patience: .zero) { asked, reply in
            let fields = [("Location", "/uploads/x"), ("Upload-Offset", told)]
            try await reply.head(asked.method == "PUT" ? 201 : 204, fields)
            try await reply.end()
        }
        #expect(throws: TransferFailure.self) { try result.get() }
        #expect(!asked.contains { $0.method == "PATCH" })
    }

    // The page of a proxy ended an upload with 0 and no address.
    @Test("An upload is done with the file's address alone, whatever answers in between")
    func strangers() async throws {
        let tries = Counter()
        let (result, asked) = try await send { asked, reply in
            switch (asked.method, tries.add(1)) {
            case ("PUT", 2): try await reply.head(201, [("Location", "/uploads/x")])
            case ("HEAD", _):
                let fields = [("Upload-Offset", "0"), ("Upload-Complete", "?0")]
                try await reply.head(204, fields, isMarked: false)
            case ("PATCH", let number) where number > 4:
                try await reply.head(201, [("Location", "/files/1/a.txt")], isMarked: false)
            default: try await reply.head(200, [("Content-Length", "0")], isMarked: false)
            }
            try await reply.end()
        }
        #expect(try result.get() == "/files/1/a.txt")
        #expect(asked.map(\.method) == ["PUT", "PUT", "HEAD", "PATCH", "HEAD", "PATCH"])
    }

    @Test("A part that came too fast is sent again when the server says")
    func tooFast() async throws {
        let parts = Counter()
        let waits = Recorder<TransferProgress>()
        let problem = Lines.problem(429, "rate_limited")
        let (result, asked) = try await send { asked, reply in
            switch asked.method {
            case "PUT": try await reply.head(201, [("Location", "/uploads/x")])
            case "HEAD":
                try await reply.head(204, [("Upload-Offset", "0"), ("Upload-Complete", "?0")])
            default:
                guard parts.add(1) > 1 else {
                    return try await reply.json(429, problem, [("Retry-After", "1")])
                }
                try await reply.head(201, [("Location", "/files/1/a.txt")])
            }
            try await reply.end()
        } report: { progress in
            if case .waiting = progress { waits.record(progress) }
        }
        #expect(try result.get() == "/files/1/a.txt" && waits.all.count == 1)
        #expect(asked.map(\.method) == ["PUT", "HEAD", "PATCH", "HEAD", "PATCH"])
    }

    // It was asked for again and again for a minute, and the client then said that no server
    // answered.
    @Test("A room that is not there is told at the first answer")
    func noRoom() async throws {
        let (result, asked) = try await send { _, reply in
            try await reply.json(404, Lines.problem(404, "no_room"))
        }
        let failure = #expect(throws: TransferFailure.self) { try result.get() }
        #expect(failure?.status == 404 && asked.count == 1)
    }
}
