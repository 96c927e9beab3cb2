import Testing

@testable import StreamingHTTP

@Suite struct PercentEncodingTests {
    @Test(
        "A path is read as it was meant, and only once",
        arguments: [
            ("", ""), ("a/b c", "a/b c"), ("a%20b", "a b"), ("Gr%C3%bc%c3%9fe", "Grüße"),
            ("100%25", "100%"), ("%2e%2E%2fx", "../x"), ("%252e", "%2e"), ("%00", "\0"),
            ("%EF%BB%BFa", "\u{FEFF}a"), ("\u{FEFF}%61", "\u{FEFF}a"), ("%ef%bb%bf", "\u{FEFF}"),
        ]
    )
    func text(escaped: String, text: String) {
        #expect(PercentEncoding.text(of: escaped) == text)
    }

    @Test(
        "Escapes of what needs none are taken out of a path, and of nothing behind it",
        arguments: [
            ("", ""), ("/%68ealthz", "/healthz"), ("/%7ea-%5F%2E%39/%41", "/~a-_.9/A"),
            ("/a%2fb%3F%20%25", "/a%2fb%3F%20%25"), ("/%61?%61=%62", "/a?%61=%62"),
            ("/%2561", "/%2561"), ("/%%361", "/%%361"), ("/%61%", "/%61%"), ("/%61%4", "/%61%4"),
            ("/%c3%a9%65", "/%c3%a9e"), ("?%61", "?%61"),
        ]
    )
    func unreserved(target: String, plain: String) {
        #expect(UnreservedEscapes.removed(from: target) == plain)
    }

    @Test(
        "What is no escape, or no UTF-8, is no path",
        arguments: ["%", "a%2", "%zz", "%ff", "%+1"]
    )
    func broken(escaped: String) {
        #expect(PercentEncoding.text(of: escaped) == nil)
    }
}
