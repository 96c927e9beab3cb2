import ChatProtocol
import TestTools
import Testing

/// The quick ways of writing, each beside the slow one that says what is meant.
@Suite struct EncodingPropertyTests {
    /// Each side of every bound that an escape or a picture has, and what most texts are made of.
    private static let scalars: [Unicode.Scalar] = [
        "\0", "\t", "\n", "\r", "\u{1f}", " ", "\"", "a", "z", "\\", "~", "\u{7f}", "\u{80}",
        "\u{9f}", "\u{a0}", "ü", "\u{61b}", "\u{61c}", "\u{61d}", "\u{7ff}", "\u{800}", "\u{200d}",
        "\u{200e}", "\u{200f}", "\u{2010}", "“", "\u{2028}", "\u{202e}", "\u{202f}", "\u{2066}",
        "\u{2069}", "\u{206a}", "日", "\u{d7ff}", "\u{e000}", "\u{fefe}", "\u{feff}", "\u{fff8}",
        "\u{fff9}", "\u{fffb}", "\u{fffd}", "\u{ffff}", "\u{10000}", "😀", "\u{dffff}", "\u{e0000}",
        "\u{e007f}", "\u{e0080}", "\u{10ffff}",
    ]

    @Test("A string is escaped as one escaped scalar by scalar", arguments: 1...8)
    func strings(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let text = text(of: Self.scalars, using: &generator)
            var writer = JSONWriter()
            writer.string(text)
            let slow = text.unicodeScalars.map(escaped).joined()
            let seen = Array(text.unicodeScalars)
            #expect(writer.bytes == Array("\"\(slow)\"".utf8), "seed \(seed), \(seen)")
        }
    }

    @Test("A whole number is written as the standard library writes it")
    func numbers() {
        var generator = SeededGenerator(seed: 3)
        var numbers: [Int64] = [0, .min, .max]
        for bound in (0...18).map({ place in (0..<place).reduce(Int64(1)) { all, _ in all * 10 } })
        {
            numbers += [bound - 1, bound, bound + 1, -bound, Int64.random(in: 0...bound)]
        }
        numbers += (0..<500).map { _ in Int64.random(in: .min ... .max, using: &generator) }
        for number in numbers {
            var writer = JSONWriter()
            writer.int(number)
            #expect(String(decoding: writer.bytes, as: UTF8.self) == String(number))
        }
    }

    @Test("A text that needs no guard is what the guard would leave", arguments: 1...8)
    func safeTexts(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let plain: [Unicode.Scalar] = [" ", "a", "~", "\n", "é", "ÿ", "Ж", "“", "€", "日", "カ", "😀"]
        for _ in 0..<1000 {
            let scalars = Bool.random(using: &generator) ? plain : Self.scalars + plain
            let text = text(of: scalars, using: &generator)
            // A control has the whole looked at scalar by scalar, and a line of its own.
            let guarded = SafeText(text + "\u{2028}\0").description
            let message = "seed \(seed), \(Array(text.unicodeScalars))"
            #expect(SafeText(text).description + "\n␀" == guarded, "\(message)")
        }
    }

    private func text(
        of scalars: [Unicode.Scalar],
        using generator: inout SeededGenerator
    ) -> String {
        let isPlain = Bool.random(using: &generator)
        var text = ""
        for _ in 0..<Int.random(in: 0...40, using: &generator) {
            let isLetter = isPlain && Int.random(in: 0..<20, using: &generator) > 0
            let index = Int.random(in: 0..<scalars.count, using: &generator)
            text.unicodeScalars.append(isLetter ? "x" : scalars[index])
        }
        return text
    }

    /// What RFC 8259 and ``JSONWriter`` say of one scalar.
    private func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar.value {
        case 0x22: #"\""#
        case 0x5c: #"\\"#
        case 0x0a: #"\n"#
        case 0x0d: #"\r"#
        case 0x09: #"\t"#
        case 0x00...0x1f, 0x7f...0x9f, 0x61c, 0x200e...0x200f, 0x2028...0x202e, 0x2066...0x2069,
            0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f:
            String(scalar).utf16.map { unit in
                let digits = String(unit, radix: 16)
                return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
        default: String(scalar)
        }
    }
}
