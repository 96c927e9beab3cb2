import Glibc
import SmallFiles
import Testing

/// Files and folders that nothing else has a name for.
@Suite struct TemporaryPlaceTests {
    private func mode(_ path: String) -> mode_t? {
        var facts = stat()
        return unsafe stat(path, &facts) == 0 ? facts.st_mode : nil
    }

    @Test("Two folders are two, each for its owner alone")
    func folders() throws {
        let made = try (0..<2).map { _ in try #require(TemporaryPlace.folder(in: "/tmp")) }
        defer { for path in made { unsafe rmdir(path) } }
        #expect(made[0] != made[1])
        #expect(made.allSatisfy { mode($0) == S_IFDIR | 0o700 })
        #expect(TemporaryPlace.folder(in: "/nonexistent") == nil)
    }

    @Test("A file has the ending that was asked for, and is its owner's alone")
    func files() throws {
        let made = try #require(TemporaryPlace.file(in: "/tmp", ending: ".md"))
        defer {
            close(made.descriptor)
            unsafe unlink(made.path)
        }
        #expect(made.path.hasSuffix(".md") && mode(made.path) == S_IFREG | 0o600)
        #expect(TemporaryPlace.file(in: "/nonexistent", ending: ".md") == nil)
    }
}
