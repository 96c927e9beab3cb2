import Glibc
import Testing

@testable import SmallFiles

/// A file that somebody named is read, or refused in words; it never holds the process up.
@Suite(.timeLimit(.minutes(10))) struct SmallFileTests {
    private func write(_ bytes: [UInt8], to path: String) throws {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        try #require(unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    private func reason(
        _ path: String,
        _ kind: SmallFile.Kind,
        upTo limit: Int = 8
    ) -> SmallFileFailure.Reason? {
        do throws(SmallFileFailure) {
            _ = try SmallFile(path, kind).text(upTo: limit)
            return nil
        } catch { return error.reason }
    }

    @Test("A file is read up to its bound, whole or not at all")
    func bound() throws {
        try withFolder { folder in
            let path = folder + "/a"
            try write(Array("12345678".utf8), to: path)
            #expect(try SmallFile(path, .own).text(upTo: 8) == "12345678")
            #expect(reason(path, .own, upTo: 7) == .tooLong(limit: 7))
            try write([], to: path)
            #expect(try SmallFile(path).bytes(upTo: 8) == [])
            try write([0x61, 0xff], to: path)
            #expect(reason(path, .plain) == .notUTF8)
            #expect(try SmallFile(path).bytes(upTo: 8) == [0x61, 0xff])
        }
    }

    // Seen as: a pipe at `operator.token` held a server up for ever, without a word.
    @Test("What is no file is refused by what it is, and so is a pipe into which nobody writes")
    func kinds() throws {
        try withFolder { folder in
            let (pipe, link) = (folder + "/pipe", folder + "/link")
            try #require(unsafe mkfifo(pipe, 0o600) == 0)
            try #require(unsafe symlink("/dev/null", link) == 0)
            #expect(reason(pipe, .own) == .noFile)
            #expect(reason(pipe, .plain) == .noFile)
            #expect(reason(pipe, .any) == .silent)
            for kind in [SmallFile.Kind.own, .plain, .any] {
                #expect(reason(folder, kind) == .folder)
                #expect(reason(folder + "/none", kind) == .system(ENOENT))
            }
            #expect(reason(link, .own) == .link)
            #expect(reason(link, .plain) == .noFile)
            #expect(reason(link, .any) == nil)
            #expect(reason("/dev/zero", .any) == .tooLong(limit: 8))
            #expect(reason("/dev/null\u{0}a", .any) == .system(ENOENT))
        }
    }

    @Test("What a pipe brings is awaited until its writer has gone")
    func pipe() throws {
        try withFolder { folder in
            let path = folder + "/pipe"
            try #require(unsafe mkfifo(path, 0o600) == 0)
            let writer = unsafe open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK)
            try #require(writer >= 0)
            let file = try SmallFile(path)
            try #require(unsafe Glibc.write(writer, Array("word".utf8), 4) == 4)
            close(writer)
            #expect(try file.text(upTo: 8) == "word")
        }
    }

    @Test("A file is replaced whole, for its owner alone; what lies at its draft is not touched")
    func replaced() throws {
        try withFolder { folder in
            let (path, other) = (folder + "/a", folder + "/other")
            try write(Array("kept".utf8), to: other)
            try #require(unsafe symlink(other, path + ".new") == 0)
            try write(Array("long before".utf8), to: path)
            try #require(unsafe chmod(path, 0o644) == 0)
            try SmallFile.replace(path, with: Array("one".utf8))
            let isPrivate = try SmallFile(path, .own).isPrivate
            #expect(isPrivate)
            #expect(try SmallFile(path, .own).text(upTo: 8) == "one")
            #expect(try SmallFile(other, .own).text(upTo: 8) == "kept")
            #expect(reason(path + ".new", .own) == .system(ENOENT))
            let many = [UInt8](repeating: 0x61, count: 1 << 20)
            try SmallFile.replace(path, with: many, isSynchronized: false)
            #expect(try SmallFile(path).bytes(upTo: many.count) == many)
            try SmallFile.replace(path, with: [])
            #expect(try SmallFile(path).bytes(upTo: 8) == [])
        }
    }

    @Test("What cannot be replaced is told in the system's words, and no draft stays")
    func unreplaced() throws {
        try withFolder { folder in
            let path = folder + "/a"
            try #require(unsafe mkdir(path, 0o700) == 0)
            defer { unsafe rmdir(path) }
            let failure = #expect(throws: SmallFileFailure.self) {
                try SmallFile.replace(path, with: [0x61])
            }
            #expect(failure?.path == path && failure?.code == EISDIR)
            #expect(reason(path + ".new", .own) == .system(ENOENT))
            let missing = #expect(throws: SmallFileFailure.self) {
                try SmallFile.replace(folder + "/none/a", with: [0x61])
            }
            #expect(missing?.path == folder + "/none/a.new" && missing?.code == ENOENT)
            #expect(throws: SmallFileFailure.self) {
                try SmallFile.replace(folder + "/b\u{0}c", with: [0x61])
            }
            #expect(reason(folder + "/b", .own) == .system(ENOENT))
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/burble-XXXXXX".utf8CString)
        // The call changes the letters in place and keeps the zero at the end.
        try #require(unsafe mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        defer {
            for name in ["a", "a.new", "other", "pipe", "link"] {
                unsafe unlink("\(folder)/\(name)")
            }
            unsafe rmdir(folder)
        }
        try body(folder)
    }
}
