import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Hostile text")
struct HostileTextTests {
    static let corpus = [
        "\u{1b}[31mred\u{1b}[0m", "\u{1b}]0;title\u{07}", "\u{9b}31m", "\u{9d}0;x\u{9c}",
        "\u{07}\u{08}\u{08}\u{08}x",
        "\u{202e}gnol saw siht\u{202c}", "\u{2066}a\u{2069}\u{2067}b", "\u{200f}\u{200e}\u{061c}x",
        "\u{feff}\u{200b}x",
        "\u{e0041}\u{e0042}tags", "\u{fffc}\u{fff9}\u{fffa}", "\u{3164}\u{115f}\u{1160}\u{ffa0}",
        "\tx\u{0b}y\u{0c}z",
        "a" + String(repeating: "\u{301}", count: 10_000), "\u{301}\u{302}first",
        "\u{200d}\u{200d}\u{fe0f}x",
        String(decoding: [0x61, 0xff, 0xfe, 0xc3, 0x62], as: UTF8.self), "x\u{2028}y\u{2029}z",
        "\u{0}\u{1}\u{2}",
        String(repeating: "👩\u{200d}", count: 50), "🏴\u{e0067}\u{e0062}", "\u{1f3fd}\u{1f3fd}", "🇩",
        "\u{1100}\u{1100}\u{1161}",
        "क\u{94d}\u{937}\u{94d}\u{937}\u{94d}\u{937}", "\r\n\r\rover", "\u{7f}\u{85}\u{ad}",
        "שלום עולם مرحبا", "ﷺ﷽",
    ]

    /// The columns of a message's text at 80 columns without a room list.
    private static let textColumns = 19..<80

    @Test("changes no cell outside its own text", arguments: corpus)
    func staysInside(text: String) {
        func screen(_ text: String) -> Frame {
            var model = liveModel()
            model.hear(said(1, alice, "before"), said(2, bob, text), said(3, alice, "after"))
            return view(model, capabilities: Capabilities())
        }
        let hostile = screen(text)
        // The same number of rows, with harmless text in them.
        let rows = Self.rows(of: hostile)
        let harmless = screen(Array(repeating: "x", count: rows).joined(separator: "\n"))
        #expect(Self.rows(of: harmless) == rows)
        for row in 0..<24 {
            for column in 0..<80 where !Self.textColumns.contains(column) || !Self.isBob(row, rows)
            {
                let (left, right) = (hostile.row(row), harmless.row(row))
                #expect(left[left.startIndex + column] == right[right.startIndex + column])
            }
        }
        #expect(hostile.cursor == harmless.cursor)
    }

    /// Rows of the second message: between the rows of the first and the third.
    private static func rows(of frame: Frame) -> Int {
        let lines = frame.lines
        let before = lines.firstIndex { $0.contains("alice before") } ?? 0
        let after = lines.firstIndex { $0.contains("alice after") } ?? 0
        return after - before - 1
    }

    private static func isBob(_ row: Int, _ rows: Int) -> Bool { (21 - rows..<21).contains(row) }

    /// The lists that a text can stand in.
    private static func lists(_ model: inout Model, _ text: String) -> [Frame] {
        var frames: [Frame] = []
        model.take(.rooms([RoomSummary(name: random, topic: text, newest: 1, read: 0, here: 1)]))
        model.press(.control("u"), .control("g"))
        frames.append(view(model, capabilities: Capabilities()))
        model.take(.paste(text))
        frames.append(view(model, capabilities: Capabilities()))
        model.press(Key(.escape), .control("f"))
        model.take(.paste(text))
        frames.append(view(model, capabilities: Capabilities()))
        model.press(Key(.escape))
        model.type("/search x\n")
        model.take(.found(1, [said(1, bob, text, in: random)], isDone: true))
        model.take(.searchFailed(1, reason: text))
        frames.append(view(model, capabilities: Capabilities()))
        model.press(Key(.escape))
        model.hear(event(99, bob, .message(Message(text: "x", replyTo: 90))))
        model.take(.message(general, seq: 90, said(90, bob, text)), .key(Key(.function(2))))
        frames.append(view(model, capabilities: Capabilities()))
        model.press(Key(.escape), .alt("l"))
        return frames + [view(model, capabilities: Capabilities())]
    }

    @Test("is safe wherever it can stand", arguments: corpus)
    func isSafeEverywhere(text: String) {
        var model = Model(
            name: anna,
            rooms: [general],
            server: text,
            size: Size(columns: 80, rows: 24),
            now: morning,
            zone: .fixed(0)
        )
        var frames = [view(model, capabilities: Capabilities())]
        model.take(.paste(text), .notice(text), .stream(.offline(reason: text, retryAt: morning)))
        frames.append(view(model, capabilities: Capabilities()))
        model.take(.key(Key(.enter)), .stream(.live), .refused(key: "x", reason: text))
        model.hear(event(1, bob, .room(RoomChange(topic: text))))
        model.hear(event(2, bob, .react(target: 1, emoji: text, on: true)))
        model.hear(said(3, bob, "x"), event(4, bob, .edit(target: 3, text: text)))
        model.hear(event(5, bob, .react(target: 3, emoji: text, on: true)))
        let file = FileReference(name: text, size: 1, type: text, sha256: text, url: text)
        model.hear(event(6, bob, .message(Message(text: text, replyTo: 3, file: file))))
        model.take(.paste(text))
        frames.append(view(model, capabilities: Capabilities()))
        frames += Self.lists(&model, text)
        for frame in frames {
            #expect(frame.cells.allSatisfy { SafeText($0.text).singleLine == $0.text })
            #expect(frame.cells.allSatisfy { $0.text.unicodeScalars.count <= 26 })
            for row in 0..<24 { #expect(frame.row(row).reduce(0) { $0 + Int($1.width) } == 80) }
            #expect(SafeText(frame.title).singleLine == frame.title)
        }
    }
}
