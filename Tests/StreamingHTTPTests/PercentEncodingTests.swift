import Testing

@testable import StreamingHTTP

@Suite struct PercentEncodingTests {
    @Test(
        "A path is read as it was meant, and only once",
        arguments: [
            ("", ""), ("a/b c", "a/b c"), ("a%20b", "a b"), ("Gr%C3%bc%c3%9fe", "Grüße"),
            ("100%25", "100%"), ("%2e%2E%2fx", "../x"), ("%252e", "%2e"), ("%00", "\0"),
        ]
    )
    func text(escaped: String, text: String) {
        #expect(PercentEncoding.text(of: escaped) == text)
    }

    @Test(
        "What is no escape, or no UTF-8, is no path",
        arguments: ["%", "a%2", "%zz", "%ff", "%+1"]
    )
    func broken(escaped: String) {
        #expect(PercentEncoding.text(of: escaped) == nil)
    }
}
