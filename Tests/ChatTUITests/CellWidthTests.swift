import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The width of a cluster")
struct CellWidthTests {
    // Seen as client C34: emoji and marks of every kind.
    @Test(
        "is what terminals give it",
        arguments: [
            ("a", 1), ("é", 1), ("e\u{301}", 1), ("中", 2), ("ｱ", 1), ("ｶﾞ", 2), ("ア", 2),
            ("Ａ", 2), ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤", 1), ("❤\u{fe0f}", 2),
            ("1\u{fe0f}\u{20e3}", 2), ("🏳️‍🌈", 2), ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2), ("각", 2), ("각", 2), ("कि", 2),
            ("ि", 1), ("한", 2), ("─", 1), ("…", 1), ("€", 1), ("я", 1), ("ש", 1), ("⌚", 2),
            ("☎", 1),
            ("\u{301}", 0), ("\u{200d}", 0), ("\n", 0), ("\u{1b}", 0), ("\u{7f}", 0), ("\u{85}", 0),
            ("\u{feff}", 0), ("🀄", 2), ("𠀀", 2), ("ﷺ", 1), ("〜", 2), ("\u{1fae8}", 2),
        ] as [(Character, Int)]
    )
    func isWhatTerminalsGive(character: Character, width: Int) {
        #expect(CellWidth.of(character) == width)
    }

    @Test("of the letters that are not looked at is what is known of them")
    func letters() {
        let wide = [0x3041..<0x3097, 0x4e00..<0xa000, 0xac00..<0xd7a4] as [Range<UInt32>]
        for (range, width) in wide.map({ ($0, 2) }) + [(0x400..<0x482, 1)] {
            let scalars = range.compactMap { Unicode.Scalar($0) }
            let isRight = scalars.allSatisfy { scalar in
                let isMark = scalar.properties.isGraphemeExtend
                return !isMark && WideScalars.contains(scalar.value) == (width == 2)
                    && CellWidth.of(Character(scalar)) == width
                    && Character(scalar).shown == String(scalar)
                    && SafeText(String(scalar)).singleLine == String(scalar)
            }
            #expect(isRight, "\(range)")
        }
    }

    @Test("is two at most, however many marks and letters are piled up")
    func isCapped() {
        let pile = Character("a" + String(repeating: "\u{301}", count: 10_000))
        #expect(CellWidth.of(pile) == 1)
        let family = Character(Array(repeating: "👩", count: 20).joined(separator: "\u{200d}"))
        #expect(CellWidth.of(family) == 2)
    }

    @Test("of a text is the sum of its clusters'")
    func sums() {
        #expect(CellWidth.of("日本 e\u{301}👍🏽") == 8)
    }
}
