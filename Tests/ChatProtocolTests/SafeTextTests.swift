import ChatProtocol
import TestTools
import Testing

@Suite struct SafeTextTests {
    @Test(
        "Each kind of scalar is kept, pictured or dropped",
        arguments: [
            ("plain", "plain"), ("\u{1b}[31m", "␛[31m"), ("\u{7}", "␇"), ("\u{0}", "␀"),
            ("\u{7f}", "␡"), ("\u{9b}31m", "\u{FFFD}31m"), ("a\tb", "a    b"), ("a\rb", "a␍b"),
            ("a\r\nb", "a\nb"), ("a\u{2028}b\u{2029}c", "a\nb\nc"), ("a\u{b}b\u{c}c", "a␋b␌c"),
            ("a\u{85}b", "a\u{FFFD}b"), ("\u{202e}x\u{202c}", "x"), ("\u{2066}x\u{2069}", "x"),
            ("a\u{200e}\u{200f}\u{61c}b", "ab"), ("\u{feff}a", "a"), ("a\u{ad}b\u{2060}c", "abc"),
            ("a\u{3164}\u{115f}\u{1160}\u{ffa0}b", "ab"), ("\u{fff9}a\u{fffa}b\u{fffb}", "ab"),
            ("a\u{e0041}b", "ab"), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿!", "🏴󠁧󠁢󠁳󠁣󠁴󠁿!"), ("\u{1f3f4}\u{e0067}x", "\u{1f3f4}x"),
            ("\u{301}a", "a"), ("x\n\u{301}a", "x\na"), ("e\u{301}", "e\u{301}"),
            ("\u{fe0f}a", "a"), ("❤\u{fe0f}", "❤\u{fe0f}"),
            ("1\u{fe0f}\u{20e3}", "1\u{fe0f}\u{20e3}"),
            ("a\u{200d}b", "ab"), ("\u{200d}x", "x"), ("👩‍👩‍👧", "👩‍👩‍👧"), ("👩\u{200d} x", "👩 x"),
            ("👍🏽", "👍🏽"), ("👨🏻‍👩🏼‍👧🏽‍👦🏾", "👨🏻‍👩🏼‍👧🏽‍👦🏾"), ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{fffe}", "\u{FFFD}"), ("日本語", "日本語"), ("", ""),
        ]
    )
    func kinds(raw: String, safe: String) {
        #expect(Array(SafeText(raw).description.utf8) == Array(safe.utf8))
    }

    @Test("A pile of marks is cut to eight")
    func marks() {
        let pile = "e" + String(repeating: "\u{301}", count: 500) + "f"
        #expect(SafeText(pile).description.unicodeScalars.count == 1 + 8 + 1)
    }

    @Test("A cluster without end is cut, whatever it is made of")
    func endlessClusters() {
        for piece in ["\u{1100}", "\u{600}", "क्", "👩‍", "👩🏽‍", "\u{11a8}", "🏴󠁧󠁢󠁳󠁣󠁴󠁿\u{200d}"] {
            let safe = SafeText(String(repeating: piece, count: 400) + "a").description
            let longest = safe.map(\.unicodeScalars.count).max() ?? 0
            #expect(longest <= 50, "\(piece)")
            #expect(Array(SafeText(safe).description.utf8) == Array(safe.utf8), "\(piece)")
        }
    }

    @Test("Safe text is inert and stays as it is", arguments: 1...20)
    func idempotent(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let safe = SafeText(HostileText.make(0...12, using: &generator))
            let text = safe.description
            #expect(Array(SafeText(text).description.utf8) == Array(text.utf8), "seed \(seed)")
            #expect(
                Inertness.offencesInText(text).isEmpty,
                "seed \(seed): \(text.debugDescription)"
            )
            #expect(safe.lines.joined(separator: "\n") == text)
            #expect(!safe.lines.isEmpty && !safe.singleLine.utf8.contains(0x0a))
        }
    }

    @Test("Random scalars are made inert too", arguments: 1...10)
    func anyScalar(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            var raw = String.UnicodeScalarView()
            for _ in 0..<30 {
                let most: UInt32 = Bool.random(using: &generator) ? 0x3000 : 0x10_ffff
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...most, using: &generator)) {
                    raw.append(scalar)
                }
            }
            let text = SafeText(String(raw)).description
            #expect(Array(SafeText(text).description.utf8) == Array(text.utf8), "seed \(seed)")
            #expect(Inertness.offencesInText(text).isEmpty, "seed \(seed)")
        }
    }

    @Test("Lines are at least one, and one line pictures its breaks")
    func lines() {
        #expect(SafeText("").lines == [""])
        #expect(SafeText("a\n\nb\n").lines == ["a", "", "b", ""])
        #expect(SafeText("a\r\nb").singleLine == "a⏎b")
    }

    @Test("A scalar is quoted as printable ASCII")
    func quoted() {
        #expect(SafeText.quoted("a") == "\"a\"")
        #expect(SafeText.quoted("\u{1b}") == "U+1B")
        #expect(SafeText.quoted(" ") == "U+20")
        #expect(SafeText.quoted("\u{202e}") == "U+202E")
    }
}
