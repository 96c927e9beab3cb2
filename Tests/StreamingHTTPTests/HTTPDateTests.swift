import Testing

@testable import StreamingHTTP

@Suite struct HTTPDateTests {
    @Test(
        "A date is written as HTTP writes it",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        ]
    )
    func date(seconds: Int, text: String) {
        #expect(HTTPDate.text(seconds) == text)
        #expect(HTTPDate.seconds(of: text) == seconds)
    }

    @Test(
        "A date is read in each form that HTTP has had, and what is no date is none",
        arguments: [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Sun Nov  6 08:49:37 1994", 784_111_777), ("", nil), ("yesterday", nil),
            ("Sun, 06 Nov 1994 08:49:37", nil), ("Sun, 06 Nov 1994 08:49:37 GMT, x", nil),
            ("Mon, 06 Nov 1994 08:49:37 GMT", nil), ("Thu, 31 Feb 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:49:37 CET", nil), ("1994-11-06T08:49:37Z", nil),
            ("Tuesday, 29-Feb-00 00:00:00 GMT", 951_782_400),
            ("Sun, 06 Nov -999999999999 08:49:37 GMT", nil), ("Sun, 06 Nov 1994 99:49:37 GMT", nil),
        ]
    )
    func read(text: String, seconds: Int?) {
        #expect(HTTPDate.seconds(of: text) == seconds)
    }
}
