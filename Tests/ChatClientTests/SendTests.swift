import ChatProtocol
import Glibc
import NIOCore
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct SendTests {
    // Seen as S22: an offset behind the end of the file ended the client by an overflow.
    @Test(
        "A server that says it has what cannot be of the file is an error, and is sent nothing",
        arguments: ["5000", "9007199254740991", "9223372036854775807", "-1", "1e9", ""]
    )
    func offset(told: String) async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let path = folder.path + "/a.txt"
        do {
            let file = try LocalFile(fetchingTo: path)
            try await file.write(ByteBuffer(string: "a thousand bytes"), at: 0)
        }
        try await FakeServer.with(
            script: { asked, reply in
                let fields = [("Location", "/uploads/x"), ("Upload-Offset", told)]
                try await reply.head(asked.method == "PUT" ? 201 : 204, fields)
                try await reply.end()
            }
        ) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let files = FileTransfers(over: transport, as: nil, patience: .zero)
            await #expect(throws: TransferFailure.self) {
                try await files.send(
                    path,
                    as: FileName("a.txt"),
                    to: RoomName("a"),
                    keeping: UploadAddress()
                ) { _ in }
            }
            await transport.shutdown()
            #expect(!server.asked.all.contains { $0.method == "PATCH" })
        }
    }
}

extension SendTests {
    // The page of a proxy ended an upload with 0 and no address.
    @Test("An upload is done with the file's address alone, whatever answers in between")
    func strangers() async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let path = folder.path + "/a.txt"
        do {
            let file = try LocalFile(fetchingTo: path)
            try await file.write(ByteBuffer(string: "text"), at: 0)
        }
        let tries = Counter()
        try await FakeServer.with(
            script: { asked, reply in
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
        ) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let files = FileTransfers(over: transport, as: nil, patience: .seconds(600))
            let address = try await files.send(
                path,
                as: FileName("a.txt"),
                to: RoomName("a"),
                keeping: UploadAddress()
            ) { _ in }
            await transport.shutdown()
            #expect(address == "/files/1/a.txt")
            let methods = ["PUT", "PUT", "HEAD", "PATCH", "HEAD", "PATCH"]
            #expect(server.asked.all.map(\.method) == methods)
        }
    }

    @Test("A part that came too fast is sent again when the server says")
    func tooFast() async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let path = folder.path + "/a.txt"
        do {
            let file = try LocalFile(fetchingTo: path)
            try await file.write(ByteBuffer(string: "text"), at: 0)
        }
        let parts = Counter()
        let problem = Lines.problem(429, "rate_limited")
        try await FakeServer.with(
            script: { asked, reply in
                switch asked.method {
                case "PUT": try await reply.head(201, [("Location", "/uploads/x")])
                case "HEAD":
                    let fields = [("Upload-Offset", "0"), ("Upload-Complete", "?0")]
                    try await reply.head(204, fields)
                default:
                    guard parts.add(1) > 1 else {
                        return try await reply.json(429, problem, [("Retry-After", "1")])
                    }
                    try await reply.head(201, [("Location", "/files/1/a.txt")])
                }
                try await reply.end()
            }
        ) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let files = FileTransfers(over: transport, as: nil, patience: .seconds(600))
            let waits = Recorder<TransferProgress>()
            let address = try await files.send(
                path,
                as: FileName("a.txt"),
                to: RoomName("a"),
                keeping: UploadAddress()
            ) { if case .waiting = $0 { waits.record($0) } }
            await transport.shutdown()
            #expect(address == "/files/1/a.txt" && waits.all.count == 1)
            let methods = ["PUT", "HEAD", "PATCH", "HEAD", "PATCH"]
            #expect(server.asked.all.map(\.method) == methods)
        }
    }

    // It was asked for again and again for a minute, and the client then said that no server
    // answered.
    @Test("A room that is not there is told at the first answer")
    func noRoom() async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let path = folder.path + "/a.txt"
        do {
            let file = try LocalFile(fetchingTo: path)
            try await file.write(ByteBuffer(string: "a thousand bytes"), at: 0)
        }
        try await FakeServer.with(
            script: { _, reply in try await reply.json(404, Lines.problem(404, "no_room")) }
        ) { server in
            let transport = Transport(to: try ServerAddress("http://127.0.0.1:\(server.port)"))
            let files = FileTransfers(over: transport, as: nil, patience: .seconds(600))
            await #expect {
                try await files.send(
                    path,
                    as: FileName("a.txt"),
                    to: RoomName("a"),
                    keeping: UploadAddress()
                ) { _ in }
            } throws: { error in
                (error as? TransferFailure)?.status == 404
            }
            await transport.shutdown()
            #expect(server.asked.all.count == 1)
        }
    }
}
