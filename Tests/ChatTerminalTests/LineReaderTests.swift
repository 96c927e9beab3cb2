import ChatProtocol
import Glibc
import Testing

@testable import ChatTerminal

@Suite("Lines of a pipe")
struct LineReaderTests {
    /// What a reader makes of bytes: texts, and what is wrong with lines.
    private static func lines(_ bytes: [UInt8]) throws -> [String] {
        let input = try TestInput(bytes)
        defer { withExtendedLifetime(input) {} }
        var reader = LineReader(descriptor: input.descriptor)
        var found: [String] = []
        while true {
            do throws(LineReader.Failure) {
                guard let line = try reader.next() else { return found }
                found.append("\(reader.number): \(line)")
            } catch {
                found.append("\(error)")
            }
        }
    }

    @Test("are given without their endings; those that show nothing are left out")
    func blank() throws {
        let bytes = Array("one\r\n\u{200b}\n  \t\n\u{3000}\n two \nlast".utf8)
        #expect(try Self.lines(bytes) == ["1: one", "5:  two ", "6: last"])
        #expect(try Self.lines([]) == [])
    }

    // Seen as client F12, C27 and C28: a pipe stopped at the first line that was no message.
    @Test("go on behind one that is no message")
    func goesOn() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 200_000)
        let newline = [UInt8(ascii: "\n")]
        let bytes = Array("a\n".utf8) + [0xff, 0xfe] + newline + Array("b\n".utf8) + long + newline
        let limit = Limits.messageBytes
        #expect(
            try Self.lines(bytes + Array("c\n".utf8) + long) == [
                "1: a", "line 2 is not UTF-8", "3: b",
                "line 4 is longer than the \(limit) bytes of a message", "5: c",
                "line 6 is longer than the \(limit) bytes of a message",
            ]
        )
    }
}
