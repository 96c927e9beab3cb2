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
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                let failure = #expect(throws: OperatorToken.Failure.self) {
                    try OperatorToken(folder: folder)
                }
                #expect(failure?.description.contains(path) == true)
            }
        }
    }

    // Seen as S32: the operator's token was written through a link, and into a file made by
    // another.
    @Test("No link is followed to or from a token, and no draft of another is written to")
    func links() throws {
        try withFolder { folder in
            let (path, other) = (folder + "/operator.token", folder + "/other")
            let files = FileManager.default
            try "mine".write(toFile: other, atomically: true, encoding: .utf8)
            try files.createSymbolicLink(atPath: path + ".new", withDestinationPath: other)
            _ = try OperatorToken(folder: folder)
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
            try files.removeItem(atPath: path)
            // Made by another before, who reads what is written to it.
            #expect(files.createFile(atPath: path + ".new", contents: nil))
            let reader = try #require(FileHandle(forReadingAtPath: path + ".new"))
            _ = try OperatorToken(folder: folder)
            #expect(try reader.readToEnd() ?? Data() == Data())
            try files.removeItem(atPath: path)
            try files.createSymbolicLink(atPath: path, withDestinationPath: other)
            #expect(throws: OperatorToken.Failure.self) { try OperatorToken(folder: folder) }
            #expect(try String(contentsOfFile: other, encoding: .utf8) == "mine")
        }
    }

    // Seen as: a pipe there held the server up for ever; bytes that nobody can send were a token.
    @Test("What is no file, or no line that can be sent, is refused in words and left as it was")
    func kinds() throws {
        try withFolder { folder in
            let path = folder + "/operator.token"
            let token = "0123456789abcdef"
            for text in [
                token + "\u{e9}", "0123 456789abcdef", token + "\n" + token, token + "\u{0}",
                String(repeating: "a", count: 5000),
            ] {
                try text.write(toFile: path, atomically: true, encoding: .isoLatin1)
                unsafe chmod(path, 0o600)
                #expect(throws: OperatorToken.Failure.self, "\(text)") {
                    try OperatorToken(folder: folder)
                }
            }
            try (" \(token)\r\n\n").write(toFile: path, atomically: true, encoding: .utf8)
            unsafe chmod(path, 0o600)
            #expect(try OperatorToken(folder: folder).matches(token))
            for make in [{ unsafe mkfifo(path, 0o600) }, { unsafe mkdir(path, 0o700) }] {
                try FileManager.default.removeItem(atPath: path)
                try #require(make() == 0)
                let failure = #expect(throws: OperatorToken.Failure.self) {
                    try OperatorToken(folder: folder)
                }
                #expect(failure?.description.contains("it is ") == true, "\(failure as Any)")
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
