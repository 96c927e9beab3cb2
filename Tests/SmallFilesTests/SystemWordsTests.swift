import Glibc
import Testing

@testable import SmallFiles

@Suite struct SystemWordsTests {
    @Test("A link is told as one, and everything else by the system's words")
    func words() {
        #expect(SystemWords.of(ELOOP) == "it is a link")
        #expect(SystemWords.of(ENOENT) == "No such file or directory")
        #expect(!SystemWords.of(99_999).isEmpty)
    }
}
