import Serialization
import Testing

@Suite struct JSONTextTests {
    private func written(_ text: String, _ escaping: JSONText.Escaping) -> String {
        var bytes: [UInt8] = []
        JSONText.append(text, escaping: escaping, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "What JSON demands is escaped, wherever in a string it stands",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("a\"\\", #""a\"\\""#),
            ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{8}\u{c}\u{1f}", #""\u0000\u0008\u000c\u001f""#),
            ("eight bytes, and then\n", #""eight bytes, and then\n""#), ("é\"日本", #""é\"日本""#),
        ]
    )
    func required(text: String, json: String) {
        #expect(written(text, .required) == json)
        #expect(written(text, .terminalSafe) == json)
    }

    @Test(
        "What a terminal would obey is escaped where one may show it, and only there",
        arguments: [
            ("\u{7f}", #"\u007f"#), ("\u{9b}", #"\u009b"#), ("\u{61c}", #"\u061c"#),
            ("\u{202e}", #"\u202e"#), ("\u{2028}", #"\u2028"#), ("\u{feff}", #"\ufeff"#),
            ("\u{fff9}", #"\ufff9"#), ("\u{e0041}", #"\udb40\udc41"#),
        ]
    )
    func terminalSafe(text: String, escaped: String) {
        #expect(written("a\(text)b", .terminalSafe) == "\"a\(escaped)b\"")
        #expect(written("a\(text)b", .required) == "\"a\(text)b\"")
    }

    @Test(
        "What stands beside such a character is not escaped",
        arguments: ["\u{a0}", "ض", "\u{200d}", "‐", "\u{fffd}", "\u{e0100}"]
    )
    func neighbours(text: String) {
        #expect(written(text, .terminalSafe) == "\"\(text)\"")
    }
}
