import Testing

@testable import ChatTUI

@Suite("Words of a line")
struct ShellWordsTests {
    // Seen as client C36: a quoted path, a path with a blank, and sh -c '…' _ were not understood.
    @Test(
        "are cut as a shell would",
        arguments: [
            ("vi", ["vi"]), ("code --wait", ["code", "--wait"]),
            ("  vi \t -u NONE ", ["vi", "-u", "NONE"]),
            ("'/opt/my editor/ed' -x", ["/opt/my editor/ed", "-x"]),
            (#""/opt/my editor/ed""#, ["/opt/my editor/ed"]),
            (#"/opt/my\ editor/ed"#, ["/opt/my editor/ed"]),
            (#"sh -c 'cat >> "$1"' _"#, ["sh", "-c", #"cat >> "$1""#, "_"]),
            (#"a"b c"'d e'f"#, ["ab cd ef"]), (#""a \" \n \\""#, [#"a " \n \"#]),
            ("ed ''", ["ed", ""]),
            (#"'\'"#, [#"\"#]),
        ]
    )
    func words(text: String, words: [String]) {
        #expect(ShellWords(text).words == words)
    }

    @Test("are whole where each mark has its partner", arguments: ["'vi", #"vi "x"#, #""\""#])
    func halves(text: String) {
        #expect(!ShellWords(text).isWhole)
        #expect(ShellWords("vi 'x'").isWhole && ShellWords("").words.isEmpty)
    }

    @Test(
        "can be written so that they are read again",
        arguments: ["plain", "my file.txt", "it's", #"a\b"c"#, "日 本", " ", "~/a b/"]
    )
    func written(word: String) {
        #expect(ShellWords(ShellWords.written(word)).words == [word])
    }

    @Test("have a last one, which begins where it was written")
    func last() {
        for (text, word, start) in [
            ("a b", "b", 2), (#"a b\ c"#, "b c", 2), ("a ", "", 2), ("", "", 0),
            ("a 'b c", "b c", 2),
        ] {
            let last = ShellWords(text).last
            #expect(last.text == word && last.start == start, "\(text)")
        }
    }
}
