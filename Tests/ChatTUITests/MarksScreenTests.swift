import ChatProtocol
import ChatTUI
import Testing

/// Pictures of marks, code and links.
@Suite("Marks on the screen")
struct MarksScreenTests {
    private static func model(_ columns: Int, _ rows: Int) -> Model {
        var model = liveModel(columns, rows)
        model.hear(
            said(1, bob, "**bold** and *so* on, `let x`, ~~gone~~ https://example.org/a_b_c"),
            said(
                2,
                bob,
                "```swift\nfunc  f() {\n    return \"a long line that does not fit\"\n}\n```\nso"
            )
        )
        return model
    }

    @Test("keep what was written, and get a look, at 80×24")
    func at80() {
        let model = Self.model(80, 24)
        #expect(
            Array(model.picture[13..<22]) == [
                "",
                "──────────────────────────── beginning of #general ─────────────────────────────",
                "─────────────────────────── Sunday, 22 November 2026 ───────────────────────────",
                "07:41          bob **bold** and *so* on, `let x`, ~~gone~~",
                "                   https://example.org/a_b_c",
                "07:42          bob │ func  f() {",
                "                   │     return \"a long line that does not fit\"",
                "                   │ }",
                "                   so",
            ]
        )
        let styles = view(model, capabilities: Capabilities()).styleLines
        #expect(styles[16].contains(" CCC ddbbbbdd     diid     dCCCCCd  ddssssdd  "))
        #expect(styles[17].contains(" " + String(repeating: "U", count: 25) + " "))
    }

    @Test("break code only at the edge at 40×10, and leave the bar out at 20×4")
    func small() {
        #expect(
            Array(Self.model(40, 10).picture[2..<8]) == [
                "07:42 bob:",
                "      │ func  f() {",
                "      │     return \"a long line that doe",
                "      │ s not fit\"",
                "      │ }",
                "      so",
            ]
        )
        #expect(Self.model(20, 4).picture[0...1] == [" │ }", " so"])
    }
}
