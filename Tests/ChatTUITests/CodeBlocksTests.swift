import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Code that is copied")
struct CodeBlocksTests {
    @Test(
        "is what is drawn as such",
        arguments: [
            ("```ls -la```\nthen look", ["ls -la"]), ("~~~\necho tilde\n~~~", ["echo tilde"]),
            ("```\na\n```swift\nb\n```", ["a\n```swift\nb"]), ("``a`b`` x", ["a`b"]),
            ("```\na\n```\n```\n\tb  \n```\nc `d`", ["a", "\tb  "]), ("```\n```\n`e`", ["e"]),
            ("```\nf", ["f"]), ("plain", []),
        ] as [(String, [String])]
    )
    func isDrawn(text: String, code: [String]) {
        #expect(CodeBlocks.all(in: text) == code)
    }
}
