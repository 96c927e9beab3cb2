import Testing

@testable import ChatStore

/// What goes along when a log moves.
@Suite struct MovePlanTests {
    @Test("Every table goes along with every column, wherever it stands there")
    func all() throws {
        let source = ["rooms": ["id", "name"], "events": ["position"]]
        let target = ["rooms": ["name", "more", "id"], "events": ["position"], "nodes": ["id"]]
        let plan = try MovePlan(from: source, to: target)
        #expect(
            plan.tables == [
                MoveTable(name: "events", columns: ["position"]),
                MoveTable(name: "rooms", columns: ["id", "name"]),
            ]
        )
        #expect(plan.tables[1].copy == "COPY rooms (id, name) FROM STDIN WITH (FREEZE)")
    }

    @Test(
        "A table or a column without a place there is refused, by its name",
        arguments: [
            (["events": ["position"]], "rooms"),
            (["events": ["position"], "rooms": ["id"]], "rooms.name"),
        ]
    )
    func forgotten(_ target: [String: [String]], _ name: String) {
        let source = ["rooms": ["id", "name"], "events": ["position"]]
        let words = "the database has no place for \(name): another version made its tables"
        #expect(throws: StoreError.unavailable(words)) { try MovePlan(from: source, to: target) }
    }

    @Test(
        "What COPY would take for something else is escaped",
        arguments: [
            ("", ""), ("plain é", "plain é"), ("a\tb", "a\\tb"), ("a\nb\r", "a\\nb\\r"),
            ("\\N", "\\\\N"), ("\\.", "\\\\."), ("\u{8}\u{b}\u{c}\u{7f}", "\u{8}\u{b}\u{c}\u{7f}"),
            ("\u{10FFFF}0", "\u{10FFFF}0"),
        ]
    )
    func escapes(_ value: String, _ sent: String) {
        var text = CopyText()
        var value = value
        value.withUTF8 { bytes in unsafe text.add(bytes) }
        text.endRow()
        #expect(String(decoding: text.bytes, as: UTF8.self) == sent + "\n")
    }

    @Test("A row is a line, its values apart, and one that is not there is no empty text")
    func row() {
        var text = CopyText()
        text.add(.min)
        text.addNull()
        var word = "x"
        word.withUTF8 { bytes in unsafe text.add(bytes) }
        text.endRow()
        text.add(0)
        text.endRow()
        #expect(String(decoding: text.bytes, as: UTF8.self) == "\(Int64.min)\t\\N\tx\n0\n")
    }
}
