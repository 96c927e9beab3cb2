import ChatProtocol
import TestTools
import Testing

@Suite struct MentionSearchTests {
    /// Names, and words of other kinds.
    private static let words = [
        "tom", "zed", "a", "aab", "abab", "x1_", "[ann]", "a.b", "a-a", "-x-", "-", "--", "`", "\\",
        "|", "größe", "é", "e\u{301}", "c++", "two words", "看", "看a看", "://", "/a", "www.a",
        "\u{1FEF}/x", "a\r\nb",
    ]

    /// What stands around names, and what is nearly an address or a part of a word.
    private static let pieces = [
        " ", " ", " ", "\n", "\r\n", "\t", "\u{A0}", "\0", "\u{7F}", ".", "|", "^", "{", "}", "[",
        "]", "(", ")", "\\", "`", "-", "'", "\"", "<", ">", ",", ":", ";", "!", "?", "@", "#", "=",
        "/", "//", "://", "~/", "./", "../", "www.", "http", "https://x.org/", "x", "Q", "7", "_",
        "’", "‘", "“", "”", "«", "»", "„", "…", "—", "é", "e\u{301}", "\u{301}", "\u{308}",
        "\u{FE0F}", "\u{200D}", "\u{0D4E}", "\u{0903}", "\u{1FEF}", "т", "ω", "ß", "İ", "\u{212A}",
        "さん", "看", "가", "\u{1100}", "ครับ", "ｘ", "（", "）", "，", "：", "＠", "／", "👍", "🇸🇪",
        "\u{10FFFF}",
    ]

    /// A text that has the word, or nearly, in many surroundings.
    private static func text(_ word: String, _ generator: inout SeededGenerator) -> String {
        let near = [
            word, word, word, word.uppercased(), word.lowercased(), String(word.dropLast()),
            String(word.dropFirst()), word + word, String(word.dropLast()) + word,
        ]
        var text = ""
        for _ in 0..<Int.random(in: 1...12, using: &generator) {
            let isNear = Int.random(in: 0..<3, using: &generator) == 0
            text += (isNear ? near : pieces).randomElement(using: &generator) ?? ""
        }
        return text
    }

    @Test("The quick search says what the plain rule says", arguments: words)
    func sameAsPlain(word: String) {
        var generator = SeededGenerator(seed: 11)
        let (quick, plain) = (Mention(of: word), PlainMention(of: word))
        var calls = 0
        for _ in 0..<600 {
            let text = Self.text(word, &generator)
            let isCall = plain.isIn(text)
            #expect(quick.isIn(text) == isCall, "\(word.debugDescription) \(text.debugDescription)")
            calls += isCall ? 1 : 0
            var steps = Int.random(in: 0..<1_000, using: &generator)
            let answer = quick.isIn(Array(text.utf8), steps: &steps)
            #expect(answer == nil || answer == isCall, "\(text.debugDescription)")
        }
        #expect(calls < 600)
    }

    @Test("Beside marks that make another character of a sign the rule is as plain")
    func marks() {
        for word in ["tom", "zed"] {
            for mark in ["\u{301}", "\u{0903}", "\u{0D4E}", "\u{FE0F}", "\u{200D}"] {
                for text in [
                    "/\(mark)x/\(word)", "\(mark)/x/\(word)", "(\(mark)/\(word)",
                    "x://\(mark)/\(word)",
                    "x\(mark)://\(word)", "~/\(mark).\(word)", "www.\(mark)/\(word)",
                ] {
                    let isCall = PlainMention(of: word).isIn(text)
                    #expect(Mention(of: word).isIn(text) == isCall, "\(text.debugDescription)")
                }
            }
        }
    }

    /// A step is some nanoseconds: what these texts cost is what a reader of the log is held for.
    @Test(
        "A near miss costs no more than so many steps for each byte",
        arguments: [
            ("x", 1), ("zez", 1), ("zed_", 5), ("zed.", 5), ("/zed ", 10), ("(/zed/zed ", 10),
            ("zed@x ", 10), ("x://zed ", 10), ("/é/zed ", 128), ("ézed", 16),
        ]
    )
    func cost(piece: String, most: Int) {
        let near = String(repeating: piece, count: 16_384 / piece.utf8.count)
        // The end of the last one would be the end of a word.
        let text = Array((near + "_").utf8)
        var steps = Int.max
        #expect(Mention(of: "zed").isIn(text, steps: &steps) == false)
        #expect(Int.max - steps <= most * text.count + 1_024)
    }

    @Test("A search that may cost no more ends there, and says that it cannot tell")
    func ends() {
        let text = Array((String(repeating: "/é/zed ", count: 2_000) + " zed").utf8)
        let mention = Mention(of: "zed")
        for given in [0, text.count - 1, text.count, text.count + 100, 100_000] {
            var steps = given
            #expect(mention.isIn(text, steps: &steps) == nil, "\(given)")
            #expect(steps >= 0, "\(given)")
        }
        var steps = Int.max
        #expect(mention.isIn(text, steps: &steps) == true)
    }

    @Test("Bytes that are no text are searched as well")
    func noText() {
        for bytes in [[0x80, 0x80], [0xFF], [0xE3], [0xF4, 0x90], [0xC3], [0x80, 0x40]] as [[UInt8]]
        {
            var steps = 10_000
            let name = Array("tom".utf8)
            #expect(Mention(of: "tom").isIn(bytes + name + bytes, steps: &steps) != nil)
        }
    }
}
