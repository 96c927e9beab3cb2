import Foundation
import Testing

@testable import SmallFiles

/// Paths from the root on, which lead where they led before.
@Suite struct WholePathTests {
    @Test("A path has the present folder before it, and nothing is taken out of it")
    func whole() {
        let folder = FileManager.default.currentDirectoryPath
        for path in ["a", "../a", "./a", "a/../b", "."] {
            #expect(WholePath.of(path) == folder + "/" + path)
        }
        for path in ["/a/b", "/a/../b", "/"] { #expect(WholePath.of(path) == path) }
    }

    @Test("The path of a file that is there leads straight to it, and any other is whole alone")
    func ofFile() {
        #expect(WholePath.ofFile(at: "/dev/../dev/./null") == "/dev/null")
        #expect(WholePath.ofFile(at: "/dev/null") == "/dev/null")
        for path in ["/nonexistent/../a-file-that-is-not-there", "/nonexistent/a"] {
            #expect(WholePath.ofFile(at: path) == path)
        }
    }

    @Test("A path has the home folder for ~, where there is one")
    func expanded() {
        for (path, expected) in [("~", "/h"), ("~/a", "/h/a"), ("~x", "~x"), ("a/~", "a/~")] {
            #expect(WholePath.expanded(path, home: "/h") == expected)
        }
        #expect(WholePath.expanded("~/a", home: nil) == "~/a")
    }

    @Test("Two paths of one file are the same, and those of nothing are where they are equal")
    func same() {
        #expect(WholePath.isSame("/dev/null", "/dev/../dev//null"))
        #expect(!WholePath.isSame("/dev/null", "/dev/zero"))
        #expect(WholePath.isSame("/nonexistent/a", "/nonexistent/a"))
        #expect(!WholePath.isSame("/nonexistent/a", "/nonexistent/b"))
    }
}
