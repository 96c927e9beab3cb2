import ChatProtocol
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

    /// Without the numbers of links, which each picture gives anew.
    private static func bare(_ cells: [Cell]) -> [Cell] {
        cells.map { cell in
            var cell = cell
            cell.style.link = nil
            return cell
        }
    }

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
        var generator = Seeded(seed: seed)
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

/// Makes inputs of every kind, likely and not.
private struct InputMaker {
    private static let texts = [
        "hello", "日本語 テキスト", "👩‍👩‍👧 👍🏽 🇩🇪", "e\u{301}\u{302}", "\u{1b}[31mred", "\u{202e}olleh", "/",
        "//x",
        "https://example.org/" + String(repeating: "x", count: 90), "a\nb\r\nc", "\t\t", " ", "",
        String(repeating: "w ", count: 300), "anna: you", "\u{200b}\u{feff}", "/join x", "/names",
        "/nick b", "/react tada", "/edit x", "/delete", "/clear", ":smile:", "/mute", "/thread",
        "/reply", "/ignore bob", "/highlight x", "/copy", "/open 1",
    ]
    private static let codes: [Key.Code] = [
        .enter, .tab, .backspace, .delete, .escape, .up, .down, .left, .right, .home, .end, .pageUp,
        .pageDown, .function(1), .function(2),
    ]
    private var generator: Seeded
    private var seq: Int64 = 0

    init(seed: UInt64) {
        generator = Seeded(seed: seed)
    }

    private mutating func roll(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func text() -> String { Self.texts[roll(Self.texts.count)] }

    private mutating func name() -> RoomName {
        [general, random, room("@bob"), room("other")][roll(4)]
    }

    private mutating func number() -> Int64 {
        switch roll(8) {
        case 0: Int64(roll(400))
        case 1: [Int64.max, .min, 0, -1, 1 << 53][roll(5)]
        case 2: seq + 5
        default: seq + 1
        }
    }

    private mutating func durable() -> DurableEvent {
        seq = max(0, min(number(), 10_000))
        let other = Int64(roll(400))
        let content: DurableEvent.Content =
            switch roll(10) {
            case 0: .edit(target: other, text: text())
            case 1: .delete(target: other)
            case 2: .react(target: other, emoji: text(), on: roll(3) > 0)
            case 3: .room(RoomChange(topic: text()))
            case 4: .member(bob, role: Role.allCases[roll(Role.allCases.count)])
            case 5:
                .message(Message(text: text(), replyTo: other, kind: .action, key: "k-\(roll(9))"))
            case 6:
                .message(
                    Message(
                        text: text(),
                        file: FileReference(
                            name: text(),
                            size: number(),
                            type: "x",
                            sha256: "x",
                            url: text()
                        )
                    )
                )
            default: .message(Message(text: text(), key: "k-\(roll(9))"))
            }
        let at = Timestamp(
            milliseconds: roll(9) == 0 ? .max : morning.milliseconds + Int64(roll(90_000_000))
        )
        let number = roll(20) == 0 ? number() : seq
        return DurableEvent(
            room: name(),
            seq: number,
            cursor: nil,
            at: at,
            user: [anna, alice, bob][roll(3)],
            content: content
        )
    }

    private mutating func key() -> Key {
        let modifiers = Key.Modifiers(rawValue: [0, 0, 0, 1, 2, 4][roll(6)])
        if roll(3) == 0 { return Key(Self.codes[roll(Self.codes.count)], modifiers) }
        let character = Array("srojgGcqY+:srabdefghjklnptuwyz_/1234 日👍é\u{301}")
        return Key(.character(character[roll(character.count)]), modifiers)
    }

    mutating func input() -> Input {
        switch roll(28) {
        case 0...7: return .key(key())
        case 8: return .paste(text())
        case 9: return .resize(Size(columns: roll(130), rows: roll(40)))
        case 10: return .focus(roll(2) == 0)
        case 11:
            return .tick(
                Timestamp(
                    milliseconds: roll(5) == 0 ? .min : morning.milliseconds + Int64(roll(99_999))
                )
            )
        case 12: return .stream(health())
        case 13...16: return .event(.durable(durable()))
        case 17: return .event(.control(control()))
        case 18:
            let room = name()
            let page = (0..<roll(60)).map { _ in durable() }.map { event in
                var event = event
                event.room = room
                return event
            }
            return .history(room, page, atStart: roll(4) == 0)
        case 19:
            return .posted(key: "k-\(roll(9))", roll(3) == 0 ? nil : durable())
        case 20: return .refused(key: "k-\(roll(9))", reason: text())
        case 21: return roll(3) == 0 ? .edited(text()) : .notice(text())
        case 24:
            let hits = (0..<roll(9)).map { _ in durable() }
            return .found(roll(4), hits, isDone: roll(3) == 0)
        case 25: return .searchFailed(roll(4), reason: text())
        case 26: return .message(name(), seq: number(), roll(3) == 0 ? nil : durable())
        case 22:
            let members = [MemberSummary(name: bob, role: .owner, isHere: true)]
            return roll(2) == 0 ? .members(name(), members) : .historyFailed(name(), reason: text())
        default:
            return .rooms([
                RoomSummary(
                    name: name(),
                    topic: text(),
                    newest: number(),
                    read: number(),
                    here: Int(roll(9)) - 2
                )
            ])
        }
    }

    private mutating func health() -> StreamHealth {
        switch roll(5) {
        case 0: .connecting(server: text())
        case 1: .catchingUp
        case 2: .stale(seconds: roll(99) - 9)
        case 3:
            .offline(reason: text(), retryAt: Timestamp(milliseconds: roll(2) == 0 ? .max : .min))
        default: .live
        }
    }

    private mutating func control() -> ControlEvent {
        switch roll(5) {
        case 0:
            .open(rooms: [.init(room: name(), oldest: number(), newest: number())], heartbeat: 20)
        case 1: .live
        case 2:
            .gap(
                .init(
                    room: name(),
                    from: number(),
                    to: number(),
                    reason: ["removed", "other_log"][roll(2)]
                )
            )
        case 3: .error(room: name(), Problem(status: 403, code: "x", title: "x", detail: text()))
        default: .lag(room: name(), behind: number())
        }
    }
}
