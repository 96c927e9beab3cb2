import Foundation
import Testing

@testable import ChatServer

@Suite struct OperatorTokenTests {
    @Test("A token is drawn once, kept for its owner alone, and read again")
    func drawn() throws {
        try withFolder { folder in
            let path = folder + "/operator.token"
            let drawn = try OperatorToken(folder: folder)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text.count == 65 && text.last == "\n")
            #expect(drawn.matches(text.dropLast()))
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
            #expect(mode as? Int == 0o600)
            #expect(try OperatorToken(folder: folder).matches(text.dropLast()))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 1)
        }
    }

    @Test("A file that others may read, or that holds no token, is refused by its name")
    func refused() throws {
        try withFolder { folder in
            let path = folder + "/operator.token"
            for (text, mode) in [("0123456789abcdef", 0o640), ("short", 0o600), ("", 0o600)] {
                try text.write(toFile: path, atomically: true, encoding: .utf8)
                try FileManager.default.setAttributes(
                    [.posixPermissions: mode],
                    ofItemAtPath: path
                )
                let failure = #expect(throws: OperatorToken.Failure.self) {
                    try OperatorToken(folder: folder)
                }
                #expect(failure?.description.contains(path) == true)
            }
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = NSTemporaryDirectory() + "burble-token-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }
}
