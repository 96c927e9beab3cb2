import ChatProtocol
import Glibc
import Testing

@testable import ChatTUI

@Suite("Marks of Markdown")
struct MarksTests {
    /// A letter for each character: what its marks make of it.
    private static func letters(_ text: String) -> String {
        String(
            InlineMarks(text).marks.map { mark -> Character in
                if mark.contains(.sign) { return "." }
                if mark.contains(.code) { return "c" }
                if mark.contains(.link) { return "l" }
                if mark.contains(.strike) { return "s" }
                switch (mark.contains(.strong), mark.contains(.emphasis)) {
                case (true, true): return "x"
                case (true, false): return "b"
                case (false, true): return "e"
                default: return " "
                }
            }
        )
    }

    @Test(
        "are seen where Markdown has them, and nowhere else",
        arguments: [
            ("a **b c** d", "  ..bbb..  "),
            ("__b__ and ~~gone~~", "..b..     ..ssss.."),
            ("*e* _e_", ".e. .e."),
            ("***both***", "...xxxx..."),
            ("**a *b* c**", "..bb.x.bb.."),
            ("`*a*` b", ".ccc.  "),
            ("``a ` b``", "..ccccc.."),
            ("2 * 3 * 4", "         "),
            ("2*3*4 snake_case_name", "                     "),
            ("*open", "     "),
            ("** a **", "       "),
            ("`open", "     "),
            ("*a `b* c`", "   .cccc."),
            ("日*本*語 *日本*", "      .ee."),
            ("x http://a_b_c/d_e_ y", "  llllllllllllllll   "),
            ("", ""),
        ]
    )
    func areSeen(text: String, marks: String) {
        #expect(Self.letters(text) == marks)
    }

    @Test(
        "find web addresses whole, without the sentence's own signs",
        arguments: [
            ("see https://example.org/a?b=c#d.", ["https://example.org/a?b=c#d"]),
            ("(http://a.b/c)", ["http://a.b/c"]),
            (
                "https://en.wikipedia.org/wiki/Swift_(language), yes",
                [
                    "https://en.wikipedia.org/wiki/Swift_(language)"
                ]
            ),
            ("HTTPS://EXAMPLE.ORG", ["HTTPS://EXAMPLE.ORG"]),
            ("<https://a.b>https://c.d", ["https://a.b", "https://c.d"]),
            ("xhttp://a.b http:// https:/x ftp://a.b javascript:alert(1)", []),
            ("https://例え.jp/é", ["https://%E4%BE%8B%E3%81%88.jp/%C3%A9"]),
            ("`https://a.b`", []),
        ] as [(String, [String])]
    )
    func findLinks(text: String, targets: [String]) {
        #expect(InlineMarks(text).links.map(\.target) == targets)
    }

    @Test("give an address too long for a terminal no link")
    func longLinks() {
        let long = "https://a.b/" + String(repeating: "x", count: 3_000)
        #expect(InlineMarks(long).links.isEmpty)
        #expect(Self.letters(long).allSatisfy { $0 == "l" })
    }

    @Test("read a hostile line in the time that its length takes")
    func isLinear() {
        // The processor's time, which other programs do not lengthen: POSIX counts in microseconds.
        for unit in ["*a ", "`", "``a", "_ ", "**", "http://", "~~a *_"] {
            let text = String(repeating: unit, count: 16_384 / unit.count)
            let began = clock()
            _ = InlineMarks(text).marks.count
            #expect(clock() - began < 2_000_000, "\(unit)")
        }
    }

    @Test("keep the lines of code as they are")
    func fences() {
        func parts(_ text: String) -> [MessageText.Part] { MessageText(text, limit: 1_000).parts }
        #expect(
            parts("a\n```swift\nlet  x\n\n  *y*\n```\nb") == [
                .text("a"), .code("let  x", language: "swift"),
                .code("", language: "swift"), .code("  *y*", language: "swift"), .text("b"),
            ]
        )
        #expect(parts("~~~~\n~~~\n```\n~~~~") == [.code("~~~"), .code("```")])
        #expect(parts("```\nopen") == [.code("open")])
        #expect(parts("```inline``` x") == [.text("```inline``` x")])
        #expect(parts("```") == [.text("```")])
    }
}
