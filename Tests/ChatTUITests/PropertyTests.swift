import ChatProtocol
import TestTools
import Testing

@testable import ChatTUI

@Suite("Whatever happens")
struct PropertyTests {
    /// Checks what holds for every screen.
    private static func check(_ model: Model, _ capabilities: Capabilities, _ label: String) {
        let frame = view(model, capabilities: capabilities)
        #expect(frame.size == model.size, "\(label)")
        for row in 0..<frame.size.rows {
            let cells = Array(frame.row(row))
            #expect(cells.reduce(0) { $0 + Int($1.width) } == frame.size.columns, "\(label)")
            let wrong = cells.indices.first { !isRight(cells, at: $0) }
            #expect(wrong == nil, "\(label): row \(row)")
        }
        guard let cursor = frame.cursor else { return }
        #expect((0..<frame.size.rows).contains(cursor.row), "\(label)")
        #expect((0..<frame.size.columns).contains(cursor.column), "\(label)")
    }

    /// Whether a cell's width is its text's, its text safe, and half a cluster behind the other.
    private static func isRight(_ cells: [Cell], at column: Int) -> Bool {
        let cell = cells[column]
        let isHalf = column > 0 && cells[column - 1].width == 2
        guard isHalf == (cell.width == 0) else { return false }
        if cell.text.utf8.count == 1 { return cell.width == 1 && cell.text >= " " }
        let measured = cell.text.isEmpty ? 0 : CellWidth.of(cell.text)
        return measured == Int(cell.width) && SafeText(cell.text).description == cell.text
    }

    @Test("each row is filled exactly, and the cursor is inside", arguments: 0..<24)
    func rowsAreFull(seed: UInt64) {
        var maker = InputMaker(seed: seed)
        var model = liveModel(rooms: [general, random, room("@bob")])
        for step in 0..<120 {
            let input = maker.input()
            _ = update(&model, input)
            if step % 4 == 0 {
                let capabilities = Capabilities(
                    colors: step % 3 == 0 ? .none : .many,
                    unicode: step % 8 != 0
                )
                Self.check(model, capabilities, "seed \(seed), step \(step), \(input)")
            }
        }
    }

    @Test("what was laid out before makes no other picture", arguments: 24..<36)
    func memoChangesNothing(seed: UInt64) {
        var maker = InputMaker(seed: seed)
        var model = liveModel(rooms: [general, random])
        let memo = RowMemo()
        for step in 0..<150 {
            let input = maker.input()
            _ = update(&model, input)
            let drawn = view(Workspace([model]), capabilities: Capabilities(), memo: memo)
            let anew = view(model, capabilities: Capabilities())
            #expect(drawn == anew, "seed \(seed), step \(step), \(input)")
        }
    }

    @Test("what differs turns the screen into the next picture", arguments: 36..<44)
    func differenceIsWhole(seed: UInt64) {
        var maker = InputMaker(seed: seed)
        var model = liveModel(rooms: [general, random])
        let memo = RowMemo()
        var shown: Frame?
        var screen: [[Cell]] = []
        for step in 0..<150 {
            let input = maker.input()
            _ = update(&model, input)
            let capabilities = Capabilities(unicode: step % 50 < 40)
            let frame = view(Workspace([model]), capabilities: capabilities, memo: memo)
            if shown?.size != frame.size { screen = (0..<frame.size.rows).map { frame.row($0) } }
            let rows = FrameDiff.passes(from: shown, to: frame).joined()
            for run in FrameDiff.runs(from: shown, to: frame, in: Array(rows)) {
                let columns = run.column..<run.column + run.cells.count
                screen[run.row].replaceSubrange(columns, with: run.cells)
            }
            shown = frame
            let expected = (0..<frame.size.rows).map { Self.bare(frame.row($0)) }
            let isSame = screen.map(Self.bare) == expected
            #expect(isSame, "seed \(seed), step \(step), \(input)")
        }
    }

    @Test("a picture that was drawn in part is gone on with", arguments: 44..<50)
    func partIsGoneOnWith(seed: UInt64) {
        var maker = InputMaker(seed: seed)
        var generator = SeededGenerator(seed: seed)
        var model = liveModel(rooms: [general, random])
        let memo = RowMemo()
        var shown = view(model, capabilities: Capabilities())
        var screen = (0..<shown.size.rows).map { shown.row($0) }
        for step in 0..<120 {
            let input = maker.input()
            _ = update(&model, input)
            let frame = view(Workspace([model]), capabilities: Capabilities(), memo: memo)
            let mayStop = shown.canTakeRows(of: frame)
            if shown.size != frame.size { screen = (0..<frame.size.rows).map { frame.row($0) } }
            let passes = FrameDiff.passes(from: shown, to: frame)
            let isStopped = mayStop && Int.random(in: 0..<3, using: &generator) > 0
            let drawn = isStopped ? passes.prefix(1) : passes[...]
            for run in FrameDiff.runs(from: shown, to: frame, in: Array(drawn.joined())) {
                let columns = run.column..<run.column + run.cells.count
                screen[run.row].replaceSubrange(columns, with: run.cells)
            }
            if isStopped {
                for row in drawn.joined() { shown.take(row: row, of: frame) }
            } else {
                shown = frame
            }
            let expected = (0..<frame.size.rows).map { Self.bare(shown.row($0)) }
            let isSame = screen.map(Self.bare) == expected
            #expect(isSame, "seed \(seed), step \(step), \(input)")
        }
    }

    /// Without the numbers of links, which each picture gives anew.
    private static func bare(_ cells: [Cell]) -> [Cell] {
        cells.map { cell in
            var cell = cell
            cell.style.link = nil
            return cell
        }
    }

    // Seen as client C31: sizes of a few cells, and many in a row.
    @Test("every size from 1×1 is drawn")
    func everySizeIsDrawn() {
        var model = liveModel(rooms: [general, random])
        model.hear(said(1, bob, "日本語 and https://example.org/a/long/path/to/something 👩‍👩‍👧"))
        model.type("a draft 日本\u{301}語 that is long enough to be wrapped or scrolled")
        for columns in 1...45 {
            for rows in 1...12 {
                model.take(.resize(Size(columns: columns, rows: rows)))
                Self.check(model, Capabilities(), "\(columns)×\(rows)")
            }
        }
        for (columns, rows) in [
            (0, 0), (-5, 3), (Int.max, Int.min), (300, 100), (99, 24), (100, 24),
        ] {
            model.take(.resize(Size(columns: columns, rows: rows)))
            guard model.size.columns < 500 else { continue }
            Self.check(model, Capabilities(), "\(columns)×\(rows)")
        }
    }

    @Test("every size to 300×100 is drawn, whatever covers the messages", arguments: 0..<6)
    func everyOverlayIsDrawn(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var model = ScreenTests.busy(80, 24)
        model.hear(
            said(11, bob, "```\nlet 日本 = \"👩‍👩‍👧\"\n```\n**日本** https://例え.jp/é \u{5e9}\u{5dc}")
        )
        let covers: [[Key]] = [
            [], [.control("g")], [Key(.function(2))], [.control("f")], [.alt("l")],
            [.alt("p")], [Key(.function(1))],
        ]
        for keys in covers {
            for key in keys { model.press(key) }
            model.type("日a")
            for _ in 0..<12 {
                let columns = Int.random(in: 1...300, using: &generator)
                let rows = Int.random(in: 1...100, using: &generator)
                model.take(.resize(Size(columns: columns, rows: rows)))
                Self.check(model, Capabilities(), "seed \(seed), \(keys), \(columns)×\(rows)")
            }
            model.press(Key(.escape), Key(.escape), .control("u"))
        }
    }

    @Test("a terminal without Unicode or colours gets ASCII and no colour")
    func asciiIsASCII() {
        var model = liveModel(120, 36)
        model.hear(said(1, bob, "日本 ä 👍 – …"))
        let frame = view(model, capabilities: Capabilities(colors: .none, unicode: false))
        #expect(frame.lines.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7f } })
        #expect(frame.lines.contains { $0.contains("bob ???? ? ?? - ~") })
        #expect(frame.cells.allSatisfy { $0.style.foreground == nil && $0.style.background == nil })
        let eight = view(model, capabilities: Capabilities(colors: .eight))
        let eightColors = Set((0..<8).map { Color.palette($0) })
        #expect(Set(eight.cells.compactMap(\.style.foreground)).isSubset(of: eightColors))
        #expect(eight.cells.contains { $0.style.foreground != nil })
    }
}
