import ChatStore
import Foundation
import TestConnections
import Testing

@testable import ChatServer

/// The requests that are kept in `Tests/Fuzz/corpus`, each with the status of its answer.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct RequestCorpusTests {
    // Seen as C04: lengths and heads that two readers take for different ones have to be refused.
    @Test("Each request is answered as before, and the next client is answered too")
    func replay() async throws {
        let file = URL(fileURLWithPath: #filePath)
            .appending(path: "../../../Fuzz/corpus/requests.txt").standardizedFileURL
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
        try #require(lines.count > 30)
        try await TestServer.run { server in
            try await server.say("a")
            for line in lines {
                let request = Self.bytes(line.dropFirst(4))
                let status = try await RawConnection.open(port: server.port) { client in
                    try await client.send(request)
                    return try await client.head().status
                }
                #expect(status == Int(line.prefix(3)), "\(line)")
            }
            #expect(server.services.store.head == 1)
            #expect(try await server.text(of: "/healthz") == "ok\n")
        }
    }

    /// The bytes for which a text stands, in which `%XX` is one.
    private static func bytes(_ text: Substring) -> [UInt8] {
        var found: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            let digits = String(rest.prefix(2)) ?? ""
            guard byte == UInt8(ascii: "%"), let escaped = UInt8(digits, radix: 16) else {
                found.append(byte)
                continue
            }
            found.append(escaped)
            rest = rest.dropFirst(2)
        }
        return found
    }
}
