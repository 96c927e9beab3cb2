import Testing

@testable import ChatTerminal

@Suite("A program in a variable")
struct ProgramWordsTests {
    // Seen as client C36: a quoted path, a path with a blank, and sh -c '…' _ were not understood.
    @Test(
        "is one word where it is a path, and is cut as a shell would where it is not",
        arguments: [
            ("/bin/sh", ["/bin/sh"]), ("/bin/no such", ["/bin/no", "such"]), ("  ", []),
            ("'vi", []),
            ("'/opt/my editor/ed' -x", ["/opt/my editor/ed", "-x"]),
            ("code --wait", ["code", "--wait"]),
        ]
    )
    func words(text: String, words: [String]) {
        #expect(ProgramWords.of(text) == words)
    }
}
