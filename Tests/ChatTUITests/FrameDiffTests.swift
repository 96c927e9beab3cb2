import TestTools
import Testing

@testable import ChatTUI

@Suite("The difference of two frames")
struct FrameDiffTests {
    private static func frame(_ lines: [String]) -> Frame {
        var frame = Frame(size: Size(columns: 20, rows: lines.count))
        for (row, line) in lines.enumerated() { frame.draw(Line(line), row: row) }
        return frame
    }

    @Test("is nothing between equal frames, and all rows when the old one is not known")
    func isAllOrNothing() {
        let frame = Self.frame(["one", "two"])
        #expect(FrameDiff.runs(from: frame, to: frame) == [])
        #expect(FrameDiff.runs(from: nil, to: frame).map(\.row) == [0, 1])
        let other = Frame(size: Size(columns: 20, rows: 3))
        #expect(FrameDiff.runs(from: frame, to: other).map(\.cells.count) == [20, 20, 20])
    }

    @Test("is what changed, and nothing besides")
    func isWhatChanged() {
        let old = Self.frame(["hello world", "same"])
        let new = Self.frame(["hellO world!", "same"])
        let runs = FrameDiff.runs(from: old, to: new)
        #expect(runs.map(\.column) == [4, 11])
        #expect(runs.map { $0.cells.map(\.text).joined() } == ["O", "!"])
    }

    @Test("has the row that is written in first, where many differ from a screen that is known")
    func beginsWithTheTyped() {
        let old = Self.frame((0..<20).map { "row \($0)" })
        var new = Self.frame((0..<20).map { "other \($0)" })
        new.cursor = Frame.Position(row: 18, column: 3)
        let others = [[Int](0..<8), [Int](8..<16)]
        #expect(FrameDiff.passes(from: old, to: new) == [[18]] + others + [[16, 17, 19]])
        #expect(FrameDiff.passes(from: nil, to: new) == [[Int](0..<20)])
        new.cursor = nil
        #expect(FrameDiff.passes(from: old, to: new) == others + [[16, 17, 18, 19]])
    }

    @Test("is one pass where few rows differ")
    func isOnePass() {
        let old = Self.frame((0..<20).map { "row \($0)" })
        var few = Self.frame((0..<20).map { $0 < 16 ? "row \($0)" : "other" })
        few.cursor = Frame.Position(row: 18, column: 3)
        #expect(FrameDiff.passes(from: old, to: few) == [[16, 17, 18, 19]])
    }

    @Test("has no pass of its own for the row that is written in where that is the same")
    func typedIsTheSame() {
        let old = Self.frame((0..<20).map { "row \($0)" })
        var new = Self.frame((0..<20).map { $0 == 18 ? "row 18" : "other" })
        new.cursor = Frame.Position(row: 18, column: 3)
        #expect(FrameDiff.passes(from: old, to: new).joined().sorted() == (0..<18) + [19])
        #expect(FrameDiff.passes(from: old, to: new).count == 3)
    }

    @Test("goes on from a frame that was drawn in part, whose links lead where they did")
    func mixed() {
        func frame(_ targets: [String]) -> Frame {
            var frame = Frame(size: Size(columns: 20, rows: targets.count))
            for (row, target) in targets.enumerated() {
                var line = Line()
                var style = Style.plain
                style.link = line.number(of: target)
                line.append("link", style)
                frame.draw(line, row: row)
            }
            return frame
        }
        let old = frame(["http://a", "http://b", "http://c"])
        let new = frame(["http://c", "http://d", "http://a"])
        var mixed = old
        mixed.take(row: 1, of: new)
        let links = (0..<3).map { mixed.link(of: mixed.row($0)[0]) }
        #expect(links == ["http://a", "http://d", "http://c"])
        #expect(FrameDiff.runs(from: mixed, to: new).map(\.row) == [0, 2])
    }

    @Test("can be drawn in part only where the line that is written in stays")
    func part() {
        func frame(_ rows: Int) -> Frame {
            var frame = Frame(size: Size(columns: 20, rows: 10))
            let lines = Array(repeating: Line("typed"), count: rows)
            frame.write(lines, cursor: Frame.Position(row: 0, column: 5))
            return frame
        }
        #expect(frame(1).canTakeRows(of: frame(1)))
        #expect(!frame(1).canTakeRows(of: frame(2)))
        #expect(!frame(1).canTakeRows(of: Frame(size: Size(columns: 20, rows: 10))))
        #expect(!frame(1).canTakeRows(of: Frame(size: Size(columns: 20, rows: 12))))
        let other = Frame(size: Size(columns: 20, rows: 10))
        #expect(!other.canTakeRows(of: other))
    }

    @Test("has whole clusters alone")
    func hasWholeClusters() {
        let runs = FrameDiff.runs(from: Self.frame(["a日b"]), to: Self.frame(["ax日"]))
        #expect(runs.map(\.column) == [1])
        #expect(runs.first?.cells.map(\.text) == ["x", "日", ""])
        let back = FrameDiff.runs(from: Self.frame(["ab"]), to: Self.frame(["日"]))
        #expect(back.first?.cells.map(\.width) == [2, 0])
    }

    @Test("turns the one into the other", arguments: 0..<100)
    func turnsOneIntoTheOther(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let letters = ["a", "b", "日", " ", "👍🏽", "é"]
        func random() -> Frame {
            Self.frame(
                (0..<3).map { _ in
                    (0..<12).map { _ in letters[Int.random(in: 0..<6, using: &generator)] }.joined()
                }
            )
        }
        let (old, new) = (random(), random())
        var cells = old.cells
        for run in FrameDiff.runs(from: old, to: new) {
            #expect(
                run.cells.first?.width != 0
                    && run.cells.reduce(0) { $0 + Int($1.width) } == run.cells.count
            )
            cells.replaceSubrange(
                run.row * 20 + run.column..<run.row * 20 + run.column + run.cells.count,
                with: run.cells
            )
        }
        #expect(cells == new.cells, "seed \(seed)")
    }
}
