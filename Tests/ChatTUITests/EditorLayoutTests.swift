import Testing

@testable import ChatTUI

@Suite("The input line's rows")
struct EditorLayoutTests {
    private static func layout(
        _ text: String,
        back: Int = 0,
        columns: Int,
        rows: Int
    ) -> (lines: [String], row: Int, column: Int) {
        var editor = LineEditor(text)
        var ring = KillRing()
        for _ in 0..<back { editor.apply(.backwardCharacter, ring: &ring) }
        let layout = EditorLayout(
            editor: editor,
            prompt: Line("> "),
            hint: nil,
            columns: columns,
            rows: rows
        )
        return (
            layout.rows.map { $0.cells.map(\.text).joined() }, layout.cursor.row,
            layout.cursor.column
        )
    }

    @Test("wrap by clusters, with the cursor behind a full row on the next one")
    func wrap() {
        #expect(Self.layout("abcdefgh", columns: 10, rows: 5) == (["> abcdefgh", "  "], 1, 2))
        #expect(Self.layout("abcdefghij", columns: 10, rows: 5) == (["> abcdefgh", "  ij"], 1, 4))
        #expect(Self.layout("日本語日本", columns: 9, rows: 5) == (["> 日本語", "  日本"], 1, 6))
        #expect(Self.layout("ab\ncd", back: 3, columns: 9, rows: 5) == (["> ab", "  cd"], 0, 4))
        #expect(Self.layout("e\u{301}👍🏽x", back: 1, columns: 9, rows: 5) == (["> e\u{301}👍🏽x"], 0, 5))
    }

    @Test("break between words where a word fits a row, with the cursor where it belongs")
    func words() {
        let text = "ab cdefg hij"
        #expect(Self.layout(text, columns: 9, rows: 5) == (["> ab ", "  cdefg ", "  hij"], 2, 5))
        #expect(Self.layout(text, back: 5, columns: 9, rows: 5).row == 1)
        #expect(
            Self.layout("abcdefghij kl", columns: 9, rows: 5).lines == ["> abcdefg", "  hij kl"]
        )
        #expect(Self.layout("a bcdefghijk", columns: 9, rows: 5).lines == ["> a bcdef", "  ghijk"])
    }

    @Test("are at most as many as fit, with the cursor among them")
    func areBounded() {
        let text = (1...9).map { "line\($0)" }.joined(separator: "\n")
        #expect(
            Self.layout(text, columns: 20, rows: 3) == (["  line7", "  line8", "  line9"], 2, 7)
        )
        #expect(
            Self.layout(text, back: 48, columns: 20, rows: 3) == (
                ["> line1", "  line2", "  line3"], 0, 7
            )
        )
    }

    @Test("scroll sideways where there is one")
    func scrollSideways() {
        #expect(Self.layout("abc", columns: 10, rows: 1) == (["> abc"], 0, 5))
        #expect(Self.layout("abcdefgh", columns: 10, rows: 1) == (["> efgh"], 0, 6))
        #expect(Self.layout("abcdefgh", back: 8, columns: 10, rows: 1) == (["> abcdefgh"], 0, 2))
        #expect(Self.layout("a\nb", columns: 10, rows: 1) == (["> a⏎b"], 0, 5))
    }

    @Test("keep the cursor inside with a text as long as can be", arguments: [1, 2, 3, 7, 80])
    func keepTheCursorInside(columns: Int) {
        let text = String(repeating: "日本 x\n", count: 2_000)
        for rows in [1, 2, 5] {
            for back in [0, 1, 999, 1_000, 1_001, 2_500] {
                let layout = Self.layout(text, back: back, columns: columns, rows: rows)
                #expect((0..<layout.lines.count).contains(layout.row))
                #expect(layout.lines.count <= rows && (0..<columns).contains(layout.column))
            }
        }
    }
}
