import Testing

@testable import StreamingHTTP

@Suite struct FolderPathTests {
    @Test(
        "A path is parted where the system parts it, whatever mark stands at a slash",
        arguments: [
            "../x", "../\u{301}x", "x/../\u{301}x", "x/..", "x\u{600}/..", "x\u{600}/../y",
            "./\u{301}x", "/\u{301}x", "x//\u{301}y", "x/\u{200d}/..",
        ]
    )
    func refused(path: String) {
        #expect(FolderPath(path) == nil)
    }

    @Test("A name may begin and end with marks")
    func names() {
        #expect(FolderPath("x/\u{301}y/z\u{301}")?.lastName == "z\u{301}")
    }
}
