import ChatProtocol
@_spi(_Unicode) import Swift
import Testing

@Suite struct SearchFoldingTests {
    @Test("Each scalar is one text in each of its spellings")
    func spellings() {
        let differing = (UInt32(0x80)...0x2ffff).compactMap { Unicode.Scalar($0) }.filter {
            scalar in
            let text = String(scalar)
            var apart = String.UnicodeScalarView()
            apart.append(contentsOf: text._nfd)
            let folded = SearchFolding.folded(text)
            return !folded.utf8.elementsEqual(SearchFolding.folded(String(apart)).utf8)
                || !folded.utf8.elementsEqual(SearchFolding.folded(folded).utf8)
        }
        #expect(differing == [])
    }

    @Test(
        "Case and accents do not count, and what makes another letter does",
        arguments: [
            ("Ünïcode", "unicode"), ("Straße", "STRASSE"), ("STRAẞE", "strasse"), ("Łódź", "lodz"),
            ("ΟΔΌΣ", "οδος"), ("Ёлка", "елка"), ("İzmir", "izmir"), ("ﬁn", "FIN"),
            ("ǼǾ", "aeo"), ("Tiếng", "tieng"), ("ქართული", "ᲥᲐᲠᲗᲣᲚᲘ"),
        ]
    )
    func same(one: String, other: String) {
        #expect(SearchFolding.folded(one) == SearchFolding.folded(other))
    }

    @Test("Marks that make another letter stay", arguments: [("が", "か"), ("آ", "ا"), ("ก็", "ก")])
    func others(one: String, other: String) {
        #expect(SearchFolding.folded(one) != SearchFolding.folded(other))
    }

    // The time to put them in order grew as the square of their number.
    @Test("Of marks without end some count", arguments: ["\u{591}\u{5b0}", "\u{f73}", "\u{301}"])
    func marks(some: String) {
        let text = SearchFolding.folded("a" + String(repeating: some, count: 20_000) + "B")
        #expect(text.unicodeScalars.count <= 62 && text.hasSuffix("b"))
    }
}
