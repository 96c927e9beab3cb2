import Testing

@testable import Serialization

@Suite struct PercentTextTests {
    @Test(
        "What needs no escape stays, and any other byte is escaped",
        arguments: [
            ("", ""), ("aZ09-._~", "aZ09-._~"), ("a/b c+d@e", "a%2Fb%20c%2Bd%40e"),
            ("Grüße", "Gr%C3%BC%C3%9Fe"), ("100%", "100%25"), ("\0\u{7F}\n", "%00%7F%0A"),
        ]
    )
    func encoded(text: String, escaped: String) {
        #expect(PercentText.encoded(text) == escaped)
        #expect(PercentText.decoded(escaped) == text)
    }

    @Test("What else stays is the caller's to say")
    func kept() {
        let encoded = PercentText.encoded("a|ü`") { $0 != UInt8(ascii: "`") }
        #expect(encoded == "a|ü%60")
    }

    @Test(
        "A text is read as it was meant, and only once",
        arguments: [
            ("", ""), ("a/b c", "a/b c"), ("a%20b", "a b"), ("Gr%C3%bc%c3%9fe", "Grüße"),
            ("100%25", "100%"), ("%2e%2E%2fx", "../x"), ("%252e", "%2e"), ("%00", "\0"),
            ("%EF%BB%BFa", "\u{FEFF}a"), ("\u{FEFF}%61", "\u{FEFF}a"), ("%ef%bb%bf", "\u{FEFF}"),
        ]
    )
    func decoded(escaped: String, text: String) {
        #expect(PercentText.decoded(escaped) == text)
    }

    @Test(
        "What is no escape, or no UTF-8, is no text",
        arguments: ["%", "a%2", "%zz", "%ff", "%+1"]
    )
    func broken(escaped: String) {
        #expect(PercentText.decoded(escaped) == nil)
    }
}
