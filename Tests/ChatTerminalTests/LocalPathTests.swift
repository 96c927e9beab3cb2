import ChatProtocol
import Testing

@testable import ChatTerminal

@Suite("Paths of files")
struct LocalPathTests {
    private static func file(_ name: String) -> FileReference {
        let hash = String(repeating: "ab", count: 32)
        return FileReference(name: name, size: 1, type: "x", sha256: hash, url: "/files/x")
    }

    // Seen as client F30 and C37: a file called -rf was saved as an option of other programs; other
    // names lead out of the folder.
    @Test(
        "never hide a file, never leave the folder, and never are an option",
        arguments: [
            ("a.txt", "a.txt"), (".bashrc", "file.bashrc"), ("-rf", "file-rf"),
            ("../../.bashrc", "file-abababab"), ("", "file-abababab"), ("a/b", "file-abababab"),
        ]
    )
    func names(name: String, target: String) {
        #expect(LocalPath.target(for: Self.file(name), at: nil, home: "/h") == target)
    }

    @Test("are found by how they begin")
    func beginning() {
        let found = LocalPath.beginning(with: "/etc/ho", home: nil)
        #expect(found.contains("/etc/hosts") && found.allSatisfy { $0.hasPrefix("/etc/ho") })
        #expect(LocalPath.beginning(with: "/et", home: nil).contains("/etc/"))
        #expect(LocalPath.beginning(with: "~/ho", home: "/etc").contains("~/hosts"))
        #expect(LocalPath.beginning(with: "~", home: "/etc") == ["~/"])
        #expect(LocalPath.beginning(with: "/nonexistent/", home: nil) == [])
        #expect(!LocalPath.beginning(with: "", home: nil).contains { $0.hasPrefix(".") })
    }

    @Test("have a folder, one's own or a name")
    func places() {
        #expect(LocalPath.target(for: Self.file("a"), at: "/tmp", home: nil) == "/tmp/a")
        #expect(LocalPath.target(for: Self.file("a"), at: "/no/b", home: nil) == "/no/b")
        #expect(LocalPath.target(for: Self.file("a"), at: "~/x/", home: "/h") == "/h/x/a")
    }
}
