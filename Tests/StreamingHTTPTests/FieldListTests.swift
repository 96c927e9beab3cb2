import Testing

@testable import StreamingHTTP

@Suite struct FieldListTests {
    @Test(
        "A list is split at its commas, whatever letters stand before and behind them",
        arguments: [
            ("", []), (" , \t,", []), ("a", ["a"]), (" a b ,\tc\t", ["a b", "c"]),
            ("a\u{600}, b", ["a\u{600}", "b"]), ("a,\u{301}b", ["a", "\u{301}b"]),
            ("a\u{600} ,b", ["a\u{600}", "b"]), ("a\r\n,b", ["a\r\n", "b"]),
        ] as [(String, [String])]
    )
    func elements(value: String, elements: [String]) {
        let found = FieldList.elements(of: value)
        #expect(found.map { Array($0.utf8) } == elements.map { Array($0.utf8) })
    }
}
