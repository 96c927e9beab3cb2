import Testing

@testable import ChatStore

@Suite struct SearchWordsTests {
    @Test(
        "Words are literal, the last one is found by its beginning, quotations are phrases",
        arguments: [
            ("hello", #""hello" *"#), ("hello world", #""hello" "world" *"#),
            (#""hello world""#, #""hello world""#), (#"x "a b" y"#, #""x" "a b" "y" *"#),
            (#"say "a b"#, #""say" "a b""#), ("a AND b*", #""a" "AND" "b*" *"#),
            ("text:x ^y -z", #""text:x" "^y" "-z" *"#), ("NEAR(a b)", #""NEAR(a" "b)" *"#),
            ("世界", #"" 世  界 " *"#), ("!! 👍", #"" 👍 " *"#), ("a\0b", #""a" "b" *"#),
            ("a a b a", #""b" "a" *"#), ("a b b b", #""a" "b" *"#), ("5＂", #""5 " *"#),
            ("\"a\0b\u{10ffff}c\"", #""a b c""#), ("\"a＂)) OR (＂b\"", #""a )) or ( b""#),
        ]
    )
    func expression(_ text: String, expected: String) throws {
        #expect(try SearchWords(text).expression == expected)
    }

    @Test("Whatever stands in a search stays within its literals, also in a private room's list")
    func literals() throws {
        var values = Array(UInt32(0)...0xffff)
        values += [0x1f600, 0xe0100, 0x10ffff]
        var bad: Set<UInt32> = []
        for scalar in values.compactMap({ Unicode.Scalar($0) }) {
            for text in ["a\(scalar)b c", "\"a\(scalar)b) c\"", "\"\(scalar)\u{301}a\""] {
                let words = try SearchWords(text)
                for expression in [words.expression, words.expression(behind: "0b")] {
                    let outside = try Self.outside(literalsOf: expression)
                    let isPlain = outside.allSatisfy { $0 == " " || $0 == "*" }
                    if !isPlain || expression.utf8.contains(0) { bad.insert(scalar.value) }
                }
            }
        }
        #expect(bad.isEmpty)
    }

    /// What an expression holds beside its literals, read as FTS5 reads them.
    private static func outside(literalsOf expression: String) throws -> [Unicode.Scalar] {
        var outside: [Unicode.Scalar] = []
        var rest = expression.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\"" else {
                outside.append(scalar)
                continue
            }
            var isOpen = true
            while isOpen {
                let next = rest.popFirst()
                guard try #require(next) == "\"" else { continue }
                isOpen = rest.first == "\""
                if isOpen { rest.removeFirst() }
            }
        }
        return outside
    }

    @Test("What holds no word is no search", arguments: ["", " ", "!!", "\"\"", "\"", "\u{301}"])
    func none(_ text: String) {
        #expect(throws: SearchWords.Fault.noWord) { try SearchWords(text) }
    }

    // Seen as S25: a search of 250 words took seconds, and ranked ones half a minute.
    @Test("A search is told which bound it does not keep, and by how much")
    func bounds() {
        func words(_ count: Int) -> String { (0..<count).map { "w\($0)" }.joined(separator: " ") }
        let (most, tokens) = (SearchWords.limit, SearchWords.tokenLimit)
        let quoted = "\"" + words(tokens - 1) + "\""
        for text in [words(most), quoted, quoted + " x", String(repeating: "世", count: tokens)] {
            #expect(throws: Never.self) { try SearchWords(text) }
        }
        #expect(throws: SearchWords.Fault.tooManyWords(most + 1)) {
            try SearchWords(words(most + 1))
        }
        for text in [quoted + " x y", String(repeating: "世", count: tokens + 1)] {
            #expect(throws: SearchWords.Fault.tooManyTokens(tokens + 1)) { try SearchWords(text) }
        }
    }
}
