import ChatProtocol
import Foundation
import NIOHTTP1
import Synchronization
import TestTools
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct FileSweepTests {
    private static let hour: Int64 = 3_600_000

    private func sweep(_ server: TestServer, hoursOn hours: Int64) async throws {
        let now = Timestamp.now().milliseconds + hours * Self.hour
        try await server.services.files.sweep(now: Timestamp(milliseconds: now))
    }

    private func put(
        _ client: TestConnection,
        _ text: String,
        _ headers: [(String, String)] = []
    ) async throws -> String {
        let path = "/rooms/a/files/x.txt"
        let body = Array(text.utf8)
        try await client.send(.PUT, path, as: "ann", headers: headers, body: body)
        let head = try await client.head()
        while try await client.piece() != nil {}
        return try #require(head.headers["Location"].first)
    }

    /// Whether the bytes are on the disk.
    private func isThere(_ url: String, _ server: TestServer) -> Bool {
        let hash = String(url.split(separator: "/")[1])
        let path = server.services.files.folder.path + "/" + FileFolder.place(of: hash)
        return FileManager.default.fileExists(atPath: path)
    }

    private func status(_ client: TestConnection, _ path: String) async throws -> UInt {
        try await client.ask(.GET, path).head.status.code
    }

    @Test("A file whose days are over goes although a message names it, and not before")
    func days() async throws {
        try await TestServer.run {
            $0.fileDays = 2
        } _: { server in
            try await TestConnection.open(server) { client in
                let url = try await put(client, "old")
                try await sweep(server, hoursOn: 47)
                #expect(try await status(client, url) == 200)
                try await sweep(server, hoursOn: 49)
                #expect(try await status(client, url) == 404)
                #expect(try await status(client, try await put(client, "old")) == 200)
            }
        }
    }

    @Test("A file that no message names any more goes, but not within the hour in which it came")
    func unnamed() async throws {
        try await TestServer.asking { server, client in
            let kept = try await put(client, "kept")
            let dropped = try await put(client, "dropped")
            _ = try await client.ask(.DELETE, "/rooms/a/messages/2", as: "ann")
            // Nobody may fetch it from the deletion on; it is removed later.
            #expect(try await status(client, dropped) == 404)
            try await sweep(server, hoursOn: 0)
            #expect(isThere(dropped, server))
            try await sweep(server, hoursOn: 24 * 365)
            #expect(!isThere(dropped, server))
            #expect(try await status(client, kept) == 200)
        }
    }

    @Test("What an upload has left is removed, also when its client and its task have gone")
    func dropped() async throws {
        try await TestServer.run { server in
            let files = server.services.files
            let id = try await files.makeIncoming().0
            #expect(try files.folder.incomingNames == [id])
            let task = Task {
                await untilCancelled()
                await files.drop(id)
            }
            task.cancel()
            await task.value
            #expect(try files.folder.incomingNames == [])
        }
    }

    // Where there are fewer descriptors than before, each of them had one all the same.
    @Test("After a restart no more uploads go on than may be, and nothing is left of the others")
    func resumed() async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        // What is left of a test is in nobody's way.
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestServer.run(in: folder) { server in
            for name in ["a", "b", "c"] {
                let begun = try await AccessWorld(server: server).ask(
                    "PUT",
                    "/rooms/a/files/\(name)",
                    by: "Basic YW5uOg==",
                    fields: "Upload-Complete: ?0\r\n",
                    body: "half"
                )
                #expect(begun.status == 201, "\(begun)")
            }
        }
        try await TestServer.run(in: folder, adjust: { $0.unfinishedUploads = 2 }) { server in
            let files = server.services.files
            let ids = files.uploads.withLock { Array($0.keys) }
            let left = try files.folder.incomingNames
            #expect(ids.count == 2)
            #expect(left.sorted() == (ids + ids.map { $0 + UploadRecord.ending }).sorted())
        }
    }

    @Test("An upload of which nothing comes any more is given up after its hours")
    func uploads() async throws {
        try await TestServer.asking { server, client in
            let upload = try await put(client, "beginning", [("Upload-Complete", "?0")])
            try await sweep(server, hoursOn: 23)
            #expect(try await client.ask(.HEAD, upload, as: "ann").head.status.code == 204)
            try await sweep(server, hoursOn: 25)
            #expect(try await client.ask(.HEAD, upload, as: "ann").head.status.code == 404)
        }
    }

    // Seen as: the files of a folder that another user owns were told as files that are gone.
    @Test("A place that cannot be read is told, and is no place without files")
    func unreadable() throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        let manager = FileManager.default
        defer { try? manager.removeItem(atPath: folder) }
        try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let files = try FileFolder(in: folder)
        let hash = String(repeating: "ab", count: 32)
        try manager.createDirectory(atPath: files.path + "/ab", withIntermediateDirectories: false)
        try Data("x".utf8).write(to: URL(fileURLWithPath: files.path + "/ab/" + hash))
        #expect(try files.stored().map(\.hash) == [hash])
        // A link that leads to itself: nobody reads it, not even root.
        let loop = files.path + "/cd"
        try manager.createSymbolicLink(atPath: loop, withDestinationPath: loop)
        let failure = FileFailure.system(verb: "read", path: loop, code: ELOOP)
        #expect(throws: failure) { try files.stored() }
        let listing = files.listing()
        #expect(listing.files.map(\.hash) == [hash] && listing.failures == [failure])
        // One that has no folder at all has no files.
        #expect(try FileFolder(reading: folder + "/none").stored().isEmpty)
    }

    @Test("What lies in the place of the uploads' folder, and is none, is refused at the start")
    func noFolder() throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(
            atPath: folder + "/files",
            withIntermediateDirectories: true
        )
        try Data().write(to: URL(fileURLWithPath: folder + "/files/incoming"))
        #expect(throws: FileFailure.self) { try FileFolder(in: folder) }
    }
}
