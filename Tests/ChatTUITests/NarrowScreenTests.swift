import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("On a narrow screen")
struct NarrowScreenTests {
    private static let words =
        "the history of this room did not come: the server answered 503 and said that it is busy"

    private static func text(_ model: Model) -> String {
        model.picture.joined(separator: " ").split(separator: " ").joined(separator: " ")
    }

    @Test("a long word is broken into rows and stands whole", arguments: [(80, 24), (50, 14)])
    func whole(columns: Int, rows: Int) {
        var model = liveModel(columns, rows)
        model.take(.notice(Self.words))
        #expect(Self.text(model).contains(Self.words))
        #expect(model.picture.count == rows)
        model.press(Key(.escape))
        #expect(!Self.text(model).contains("did not come"))
    }

    @Test("what has no room is cut with a mark, and the status has it whole", arguments: [4, 10])
    func cut(rows: Int) {
        var model = liveModel(40, rows)
        model.take(.notice(Self.words))
        #expect(model.picture.contains { $0.hasSuffix("…") })
        model.type("/status\n")
        let rows = OverlayRows.of(model).map { row in row.cells.map(\.text).joined() }
        let text = rows.joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(text.contains("last word \(Self.words)"))
    }

    @Test("help says what each key and command is for", arguments: [(20, 4), (40, 10), (80, 24)])
    func help(columns: Int, rows: Int) {
        var model = liveModel(columns, rows)
        model.press(Key(.function(1)))
        let all = OverlayRows.of(model)
        #expect(all.allSatisfy { $0.width <= columns })
        let text = all.map { $0.cells.map(\.text).joined() }.joined(separator: " ")
            .split(separator: " ").joined(separator: " ")
        let colon = columns < 80 ? ":" : ""
        for binding in KeyMap.standard.bindings {
            guard let label = binding.label else { continue }
            #expect(text.contains("\(label)\(colon) \(binding.help)"))
        }
        for command in Command.all {
            #expect(text.contains("\(command.usage)\(colon) \(command.help)"))
        }
    }

    @Test("the first keys fit a screen of 24 rows")
    func first() {
        var model = liveModel(80, 24)
        model.press(Key(.function(1)))
        #expect(model.picture.contains { $0.contains("PageDown: all keys, then commands") })
    }
}
