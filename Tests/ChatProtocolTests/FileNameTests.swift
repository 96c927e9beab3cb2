import ChatProtocol
import Testing

@Suite struct FileNameTests {
    @Test(
        "A name of a file is taken as it is",
        arguments: [
            "a", "report.pdf", ".profile", "a b.txt", "ünï 🎉.txt", "..a", "a..",
            String(repeating: "x", count: 255),
        ]
    )
    func good(text: String) throws {
        #expect(try FileName(text).description == text)
    }

    @Test(
        "What could be a path, hide itself or break a line is refused",
        arguments: [
            "", ".", "..", "...", "a/b", "../x", "a\\b", "a\0b", "a\nb", "a\u{7F}", "a\u{85}b",
            "a\u{2028}b", "\u{202E}gpj.exe", "a\u{200B}b", " a", "a ", "\ta",
            String(repeating: "x", count: 256), String(repeating: "ü", count: 128),
        ]
    )
    func bad(text: String) {
        #expect(throws: NameError.self) { try FileName(text) }
    }

    @Test("It goes into an address byte by byte, and its ending tells what it is")
    func parts() throws {
        let name = try FileName("Ünï %.TAR")
        #expect(name.description.percentEncoded == "%C3%9Cn%C3%AF%20%25.TAR")
        #expect(name.ending == "tar")
        #expect(try FileName(".profile").ending.isEmpty)
        #expect(try FileName("Makefile").ending.isEmpty)
    }
}
