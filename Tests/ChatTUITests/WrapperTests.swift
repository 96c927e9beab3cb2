import Testing

@testable import ChatTUI

@Suite("Wrapping")
struct WrapperTests {
    private static func wrap(
        _ paragraphs: String...,
        prefix: String = "",
        width: Int,
        indent: Int
    ) -> [String] {
        var wrapper = Wrapper(prefix: Line(prefix), width: width, indent: indent)
        for paragraph in paragraphs { wrapper.add(.marked(paragraph, .plain)) }
        return wrapper.finish().map { $0.cells.map(\.text).joined() }
    }

    @Test("breaks between words, with a hanging indent")
    func breaksBetweenWords() {
        let rows = Self.wrap("one two three four", prefix: "bob: ", width: 12, indent: 2)
        #expect(rows == ["bob: one two", "  three four"])
    }

    @Test("begins each paragraph in a row of its own, also an empty one")
    func keepsParagraphs() {
        #expect(
            Self.wrap("a", "", "  b", prefix: "> ", width: 9, indent: 2) == ["> a", "  ", "    b"]
        )
    }

    @Test("measures wide clusters, and breaks none")
    func measures() {
        #expect(Self.wrap("日本語日本語", width: 5, indent: 0) == ["日本", "語日", "本語"])
        #expect(Self.wrap("a 👩‍👩‍👧👍🏽", width: 4, indent: 0) == ["a", "👩‍👩‍👧👍🏽"])
        #expect(Self.wrap("日", width: 1, indent: 0) == [""])
    }

    @Test("moves a long link to a row of its own, whole if it fits")
    func movesLinks() {
        let link = "https://example.org/abcdef"
        let rows = Self.wrap("see \(link) now", prefix: "bob: ", width: 26, indent: 5)
        #expect(rows == ["bob: see", link, "     now"])
        #expect(
            Self.wrap("see \(link) now", prefix: "bob: ", width: 40, indent: 5) == [
                "bob: see \(link) now"
            ]
        )
        let long = Self.wrap(link, prefix: "b: ", width: 20, indent: 3)
        #expect(long == ["b: ", "https://example.org/", "abcdef"])
    }

    @Test("breaks a word that no row can hold")
    func breaksLongWords() {
        #expect(
            Self.wrap("aa bbbbbbbbb", prefix: "x", width: 6, indent: 1) == [
                "xaa", " bbbbb", " bbbb",
            ]
        )
    }

    @Test("ends after its bound of rows")
    func isBounded() {
        let rows = Self.wrap(String(repeating: "x ", count: 5_000), width: 2, indent: 0)
        #expect(rows.count == Wrapper.rowLimit + 1)
        #expect(rows.last == "…")
    }
}
