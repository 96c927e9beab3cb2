import Foundation
import Testing

@testable import ChatServer

/// What a server does where a file of its data folder is taken away.
@Suite(.timeLimit(.minutes(10))) struct FolderWatchTests {
    @Test(
        "A file that is taken away is told once, and no work is sent here until it is back",
        arguments: ["burble.sqlite", "burble.sqlite-wal", "lock"]
    )
    func takenAway(name: String) async throws {
        let folder = NSTemporaryDirectory() + "burble-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let lines = KeptLines()
        let words = "a file was removed or replaced"
        try await TestServer.run(in: folder, logger: lines.logger) { server in
            let files = FileManager.default
            let (path, aside) = ("\(folder)/\(name)", "\(folder)/aside")
            try await server.say("hello")
            #expect(try await server.ask("GET", "/readyz").status == 200)
            try files.moveItem(atPath: path, toPath: aside)
            for (method, path, body) in [
                ("GET", "/readyz", nil), ("POST", "/rooms/a/messages", #"{"text":"x"}"#),
            ] as [(String, String, String?)] {
                let answer = try await server.ask(method, path, body)
                #expect(answer.status == 503 && answer.field("code") == "storage_unavailable")
                // Where the folder is, and what is in it, is for the operator.
                #expect(!answer.text.contains(name) && !answer.text.contains(folder))
            }
            #expect(try await server.ask("GET", "/healthz").status == 200)
            // By itself, once a second.
            while !lines.all.contains(where: { $0.hasPrefix(words) }) {
                #expect(try await server.ask("GET", "/healthz").status == 200)
            }
            try files.moveItem(atPath: aside, toPath: path)
            try await server.say("again")
            #expect(try await server.ask("GET", "/readyz").status == 200)
        }
        let told = lines.all.filter { $0.hasPrefix(words) }
        #expect(told.count == 1 && told[0].hasSuffix("/\(name)"), "\(told)")
    }
}
