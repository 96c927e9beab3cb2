import ChatProtocol
import Glibc
import NIOCore
import NIOHTTP1
import TestTools
import Testing

@testable import ChatClient

@Suite(.timeLimit(.minutes(10)))
struct FetchTests {
    private static let text = "what was told"
    private let file = FileReference(
        name: "a.txt",
        size: 13,
        type: "text/plain",
        sha256: "f3e51c92c8e497fae8d92553b5f898f7805b619df0a1f4df4a88a39ccf12c5c4",
        url: "/files/a/a.txt"
    )

    private func part(in folder: borrowing TemporaryFolder) -> String {
        folder.path + "/.burble-f3e51c92c8e497fa.part"
    }

    /// Fetches from a server whose file is `served`, after an earlier try left a part, and so many
    /// answers of a stranger.
    private func fetch(
        into folder: borrowing TemporaryFolder,
        left: String? = nil,
        served: String = Self.text,
        strangers: Int = 0
    ) async throws -> (Result<String, any Error>, [FakeServer.Asked]) {
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        if let left {
            let part = self.part(in: folder)
            do {
                let begun = try LocalFile(fetchingTo: part)
                try await begun.write(ByteBuffer(string: left), at: 0)
            }
            // The thread that wrote may hold the file, and with it the lock, a moment longer.
            await until { (try? LocalFile(fetchingTo: part)) != nil }
        }
        let (file, target) = (file, folder.path + "/a.txt")
        let tries = Counter()
        return try await FakeServer.outcome(
            from: { asked, reply in
                guard tries.add(1) > strangers else {
                    return try await reply.whole(200, "<html>", [], isMarked: false)
                }
                try await Self.serve(served, asked, reply)
            }
        ) { transport in
            let files = FileTransfers(over: transport, as: nil, patience: .seconds(600))
            return try await files.fetch(file, to: target) { _ in }
        }
    }

    private static func serve(
        _ text: String,
        _ asked: FakeServer.Asked,
        _ reply: FakeServer.Reply
    ) async throws {
        let range = asked.headers["Range"].first?.dropFirst("bytes=".count).dropLast()
        let start = range.flatMap { Int($0) } ?? 0
        let rest = String(text.dropFirst(start))
        try await reply.head(start > 0 ? 206 : 200, [("Content-Length", "\(rest.utf8.count)")])
        try await reply.write(rest)
        try await reply.end()
    }

    private func content(of path: String) async throws -> String {
        String(buffer: try await LocalFile(reading: path).read(at: 0))
    }

    @Test("A file has the name that was wanted once its hash is the one that was told")
    func whole() async throws {
        let folder = TemporaryFolder()
        let (result, _) = try await fetch(into: folder)
        #expect(try await content(of: try result.get()) == Self.text)
        #expect(folder.files == [folder.path + "/a.txt"])
    }

    @Test("What an earlier try fetched is not fetched again, and is part of the hash")
    func resumed() async throws {
        let folder = TemporaryFolder()
        let (result, asked) = try await fetch(into: folder, left: "what was")
        #expect(try await content(of: try result.get()) == Self.text)
        #expect(asked.map { $0.headers["Range"].first } == ["bytes=8-"])
    }

    @Test("A stranger's page is no file: what was fetched stays, and the rest comes later")
    func stranger() async throws {
        let folder = TemporaryFolder()
        let (result, asked) = try await fetch(into: folder, left: "what was", strangers: 1)
        #expect(try await content(of: try result.get()) == Self.text)
        #expect(asked.map { $0.headers["Range"].first } == ["bytes=8-", "bytes=8-"])
    }

    @Test("A server that gives more than was told is not read on, and the disk stays free")
    func endless() async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let (file, target) = (file, folder.path + "/a.txt")
        let piece = String(repeating: "x", count: 65_536)
        try await FakeServer.with(
            script: { _, reply in
                try await reply.head(200, [("Transfer-Encoding", "chunked")])
                while true { try await reply.write(piece) }
            }
        ) { _, transport in
            let files = FileTransfers(over: transport, as: nil, patience: .seconds(5))
            let failure = await #expect(throws: TransferFailure.self) {
                try await files.fetch(file, to: target) { _ in }
            }
            #expect(failure?.description.contains("where 13 were told") == true)
        }
        #expect(folder.files.allSatisfy { $0.hasSuffix(".part") })
    }

    @Test("A file with another hash is an error that names both, and leaves nothing")
    func wrong() async throws {
        let folder = TemporaryFolder()
        let (result, asked) = try await fetch(into: folder, served: "what is wrong")
        let failure = #expect(throws: TransferFailure.self) { try result.get() }
        #expect(failure?.description.contains(file.sha256) == true)
        #expect(asked.count == 1)
        #expect(folder.files.isEmpty)
    }

    @Test(
        "What an earlier try left of something else is fetched anew",
        arguments: ["WHAT WAS", "WHAT WAS TOLD", "much longer than what was told"]
    )
    func otherPart(left: String) async throws {
        let folder = TemporaryFolder()
        let (result, _) = try await fetch(into: folder, left: left)
        #expect(try await content(of: try result.get()) == Self.text)
    }
}
