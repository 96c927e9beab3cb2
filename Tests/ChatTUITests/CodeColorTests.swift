import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Code with its language named")
struct CodeColorTests {
    /// A letter for each character: k keyword, s string, n number, c comment, a dot for the rest.
    private func classes(_ language: String, _ lines: String...) -> [String] {
        var colors = CodeColors(language)
        return lines.map { text in
            guard let line = colors?.line(text, .plain) else { return "none" }
            return line.cells.map { cell in
                switch cell.style.foreground {
                case Palette.keyword: "k"
                case Palette.codeText: "s"
                case Palette.codeNumber: "n"
                case Palette.codeComment: "c"
                default: "."
                }
            }.joined()
        }
    }

    @Test("has its words in the colours of their classes")
    func words() {
        #expect(classes("swift", #"let a = "b\"c" // d"#) == ["kkk.....ssssss.cccc"])
        #expect(classes("py", "def f(x1): return 10 # no") == ["kkk........kkkkkk.nn.cccc"])
        #expect(classes("sql", "SELECT a FROM b -- c") == ["kkkkkk...kkkk...cccc"])
        #expect(classes("sh", "if [ 1 ]; then") == ["kk...n....kkkk"])
        #expect(classes("rust", "fn f<'a>(x: u8)") == ["kk..........kk."])
        #expect(classes("brainfuck", "+") == ["none"])
    }

    @Test("keeps what goes on over lines")
    func lines() {
        #expect(classes("c", "/* a", "b */ int") == ["cccc", "cccc.kkk"])
        #expect(classes("python", "x = \"\"\"a", "b\"\"\" if") == ["....ssss", "ssss.kk"])
        #expect(classes("c", "\"open", "int") == ["sssss", "kkk"])
        #expect(classes("js", "`a", "b` if") == ["ss", "ss.kk"])
    }

    @Test("is coloured in a message, keeps its text, and is plain where no language is named")
    func messages() {
        var model = liveModel()
        model.hear(said(1, bob, "```swift\nlet a = 1\n```"), said(2, bob, "```\nlet a = 1\n```"))
        let frame = view(model, capabilities: Capabilities())
        let rows = (0..<24).filter { row in
            frame.row(row).map(\.text).joined().contains("let a = 1")
        }
        let colors = rows.map { row in Set(frame.row(row).compactMap(\.style.foreground)).count }
        #expect(colors.count == 2 && colors[0] > colors[1])
    }

    @Test("every language has keywords and no sign that is empty")
    func tables() {
        for name in "python js ts java c cpp cs go rust swift ruby php sh sql json yaml".split(
            separator: " "
        ) {
            let language = CodeLanguage.named(String(name))
            #expect(language.map { !$0.keywords.isEmpty } == true, "\(name)")
            #expect(language?.quotes.allSatisfy { !$0.isEmpty } == true)
        }
    }

    @Test("signs of Markdown are hidden where one wants that, and the text is copied whole")
    func marks() {
        var model = liveModel()
        model.hear(said(1, bob, "a **bold** `code` _x_ 2*3 https://e.org/a_b_c"))
        model.type("/set marks off\n")
        #expect(model.picture.contains { $0.hasSuffix("a bold code x 2*3 https://e.org/a_b_c") })
        #expect(model.type("/copy\n") == [.copy("a **bold** `code` _x_ 2*3 https://e.org/a_b_c")])
        model.type("/set marks on\n")
        #expect(model.picture.contains { $0.contains("a **bold** `code` _x_") })
    }
}
