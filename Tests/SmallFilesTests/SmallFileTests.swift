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

    private func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/burble-XXXXXX".utf8CString)
        // The call changes the letters in place and keeps the zero at the end.
        try #require(unsafe mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        defer {
            for name in ["a", "pipe", "link"] { unsafe unlink("\(folder)/\(name)") }
            unsafe rmdir(folder)
        }
        try body(folder)
    }
}
