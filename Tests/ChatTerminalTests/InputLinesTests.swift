import Testing

@testable import ChatTerminal

@Suite("Lines that come in pieces")
struct InputLinesTests {
    /// The lines of bytes that come in two pieces.
    private static func lines(_ bytes: [UInt8], split: Int) -> [InputLines.Line] {
        var splitter = InputLines(byteLimit: 4)
        var lines = splitter.take(bytes[..<split]) + splitter.take(bytes[split...])
        if let last = splitter.end() { lines.append(last) }
        return lines
    }

    @Test(
        "are the same in every split, and none is cut or replaced without a word",
        arguments: [
            ("a\r\n\nbc\n", [.text("a"), .text(""), .text("bc")]),
            ("a\nend", [.text("a"), .text("end")]), ("", []),
            ("four\r\nfours\nfour", [.text("four"), .tooLong("four"), .text("four")]),
            ("much too long\nx\nmuch", [.tooLong("much"), .text("x"), .text("much")]),
            ("much too long", [.tooLong("much")]),
            ("\u{1}\u{2}\u{3}four", [.tooLong("\u{1}\u{2}\u{3}f")]),
        ] as [(String, [InputLines.Line])]
    )
    func splits(text: String, expected: [InputLines.Line]) {
        let bytes = Array(text.utf8)
        for split in 0...bytes.count {
            #expect(Self.lines(bytes, split: split) == expected, "split at \(split)")
        }
    }

    @Test("that are no UTF-8 are told as such, also the last one")
    func notUTF8() {
        let bytes: [UInt8] = [0x61, 0xff, 0x62, 0x0a, 0x61, 0x0a, 0xc3]
        for split in 0...bytes.count {
            #expect(
                Self.lines(bytes, split: split) == [
                    .notUTF8("a\u{fffd}b"), .text("a"), .notUTF8("\u{fffd}"),
                ]
            )
        }
    }

    @Test("tell where what is shown is not what was said")
    func fault() {
        #expect(InputLines.Line.text("a").fault == nil)
        #expect(InputLines.Line.notUTF8("\u{fffd}").fault == "a line is not UTF-8")
        #expect(InputLines.Line.tooLong("a").fault == "a line is too long")
    }
}
