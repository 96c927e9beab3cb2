import Testing

@testable import ChatTerminal

@Suite("The browser's words")
struct BrowserTests {
    @Test(
        "have the address in the place of %s, also inside a word, else at their end",
        arguments: [
            ("chromium --app=%s", ["chromium", "--app=http://a/?b c"]),
            ("w3m", ["w3m", "http://a/?b c"]), ("open %s -n", ["open", "http://a/?b c", "-n"]),
            ("", []), ("'open", []),
        ] as [(String, [String])]
    )
    func words(command: String, words: [String]) {
        #expect(Browser.words(of: command, for: "http://a/?b c") == words)
    }
}
