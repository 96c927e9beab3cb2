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
            ("a a b a", #""b" "a" *"#), ("a b b b", #""a" "b" *"#),
        ]
    )
    func expression(_ text: String, expected: String) {
        #expect(SearchWords(text)?.expression == expected)
    }

    // Seen as S25: a search of 250 words took seconds, and ranked ones half a minute.
    @Test(
        "What holds no word, or too many, is no search",
        arguments: ["", " ", "!!", "\"\"", "\""]
    )
    func none(_ text: String) {
        #expect(SearchWords(text) == nil)
        func words(_ count: Int) -> String { (0..<count).map { "w\($0)" }.joined(separator: " ") }
        #expect(SearchWords(words(SearchWords.limit)) != nil)
        #expect(SearchWords(words(SearchWords.limit + 1)) == nil)
        #expect(SearchWords("\"\(words(SearchWords.tokenLimit))\"") != nil)
        #expect(SearchWords("\"\(words(SearchWords.tokenLimit + 1))\"") == nil)
        let sentence = String(repeating: "世", count: SearchWords.tokenLimit)
        #expect(SearchWords(sentence) != nil && SearchWords(sentence + "界") == nil)
    }
}
