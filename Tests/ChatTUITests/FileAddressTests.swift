import Testing

@testable import ChatTUI

@Suite("A path that a program hands over")
struct FileAddressTests {
    @Test(
        "is read from the address of a file, and every other word is as it stands",
        arguments: [
            ("file:///tmp/my%20file.txt", "/tmp/my file.txt"), ("file:/tmp/x", "/tmp/x"),
            ("FILE://localhost/tmp/%C3%A4", "/tmp/ä"), ("file:///", "/"),
            ("file:///a%2", "file:///a%2"), ("file:///a%zz", "file:///a%zz"),
            ("file:///%ff", "file:///%ff"), ("file:///a%00b", "file:///a%00b"),
            ("file://elsewhere/x", "file://elsewhere/x"), ("file", "file"),
            ("my%20file", "my%20file"), ("~/x", "~/x"), ("", ""),
        ]
    )
    func path(word: String, path: String) {
        #expect(FileAddress.path(word) == path)
    }

    @Test("is sent, and the file has its own name")
    func sends() {
        var model = liveModel()
        let effects = model.type("/upload 'file:///tmp/my%20file.txt'\n")
        let job = Transfer.Job.send(path: "/tmp/my file.txt", name: nil, room: general)
        #expect(effects == [.transfer(1, job)])
        #expect(model.transfers.first?.name == "my file.txt")
    }
}
