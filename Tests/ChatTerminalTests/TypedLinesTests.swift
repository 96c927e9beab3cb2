import ChatProtocol
import Glibc
import Testing

@testable import ChatTerminal

@Suite("Lines that are typed without a screen")
struct TypedLinesTests {
    @Test("are whole or told as what they are, also the last one")
    func kinds() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: Limits.messageBytes)
        var bytes = long
        bytes += [0x0a, 0x01, 0x02]
        bytes += long
        bytes += [0x0a, 0x61, 0xff, 0x0a, 0x62]
        let input = try TestInput(bytes)
        defer { withExtendedLifetime(input) {} }
        var typed = TypedLines()
        var lines: [InputLines.Line] = []
        while !typed.isAtEnd { lines += typed.read(from: input.descriptor) }
        try #require(lines.count == 4)
        #expect(lines[0] == .text(String(decoding: long, as: UTF8.self)))
        guard case .tooLong = lines[1] else {
            Issue.record("what is too long was taken")
            return
        }
        #expect(lines[2...] == [.notUTF8("a\u{fffd}"), .text("b")])
    }
}
