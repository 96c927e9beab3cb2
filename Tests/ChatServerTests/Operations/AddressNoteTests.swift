import Foundation
import Testing

@testable import ChatServer

/// The note of a server's address, by which programs know whom to send the folder's token.
@Suite(.timeLimit(.minutes(10))) struct AddressNoteTests {
    private let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
    private let files = FileManager.default

    private func make(_ name: String) throws {
        try files.createDirectory(atPath: folder + name, withIntermediateDirectories: true)
    }

    // Seen as: a full disk left the address of the start before, where somebody else may be.
    @Test("Where the address cannot be noted, an old note goes")
    func old() async throws {
        defer { try? files.removeItem(atPath: folder) }
        let note = folder + "/address"
        // What the note is written to is not to be had.
        try make("/address.new/x")
        try Data("127.0.0.1:1\n".utf8).write(to: URL(fileURLWithPath: note))
        let lines = KeptLines()
        try await TestServer.run(in: folder, logger: lines.logger) { server in
            let ready = try await server.ask("GET", "/readyz")
            #expect(ready.status == 200)
        }
        #expect(!files.fileExists(atPath: note))
        #expect(lines.all.contains { $0.hasPrefix("the address was not noted") })
    }
}
