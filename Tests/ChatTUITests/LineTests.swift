import Testing

@testable import ChatTUI

@Suite("A line")
struct LineTests {
    private static func text(_ line: Line) -> String { line.cells.map(\.text).joined() }

    @Test("is cut between clusters: half of a wide one becomes a blank")
    func isCutBetweenClusters() {
        var line = Line("a日本")
        line.truncate(to: 4)
        #expect(Self.text(line) == "a日 " && line.width == 4)
        line = Line("a日本語")
        line.truncate(to: 5, mark: "…")
        #expect(Self.text(line) == "a日 …" && line.width == 5)
        line.truncate(to: 1, mark: "…")
        #expect(Self.text(line) == "…")
        line.truncate(to: 0, mark: "…")
        #expect(line.cells.isEmpty)
    }

    @Test("leaves out what has no width, and gives a wide cluster two cells")
    func measures() {
        let line = Line("x\u{301}日\u{200b}")
        #expect(line.cells.map(\.width) == [1, 2, 0])
        #expect(Line("\u{301}").cells.isEmpty)
    }

    @Test("has its words in the middle of a rule, at any width")
    func rules() {
        #expect(Self.text(.rule("3 new", width: 15, style: .plain)) == "──── 3 new ────")
        for width in 1...20 {
            #expect(Line.rule("日本語 and more", width: width, style: .plain).width == width)
            #expect(Line.right("日本語", width: width, style: .plain).width == width)
        }
    }
}
