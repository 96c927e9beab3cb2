import Glibc
import Testing

@testable import Spawning

@Suite("A path to a standard descriptor")
struct StandardDescriptorsTests {
    @Test(
        "is known for it, or for another one that is open on the same",
        arguments: [STDOUT_FILENO, STDERR_FILENO]
    )
    func known(number: CInt) throws {
        let found = try #require(StandardDescriptors.descriptor(at: "/dev/fd/\(number)"))
        var (own, other) = (stat(), stat())
        // Each fills one `stat` at an address that lives until the call returns.
        try #require(unsafe fstat(number, &own) == 0)
        try #require(unsafe fstat(found, &other) == 0)
        #expect(own.st_dev == other.st_dev && own.st_ino == other.st_ino)
    }

    @Test(
        "is the null device by whatever name, and no other device or file is",
        arguments: [
            ("/dev/null", true), ("/dev/../dev/null", true), ("/dev/zero", false), ("/dev", false),
            ("/dev/tty/nowhere", false),
        ]
    )
    func null(path: String, isNull: Bool) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        #expect(StandardDescriptors.isNull(descriptor) == isNull)
        if descriptor >= 0 { close(descriptor) }
    }

    @Test("is no path to anything else")
    func other() throws {
        var path = Array("/tmp/burble-path-XXXXXX".utf8CString)
        let descriptor = unsafe mkstemp(&path)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        #expect(StandardDescriptors.descriptor(at: "/dev/fd/\(descriptor)") == nil)
        unsafe unlink(path)
        #expect(StandardDescriptors.descriptor(at: "/tmp/burble-path-none") == nil)
    }

    @Test(
        "counts only where that can be written to",
        arguments: [(O_RDONLY, false), (O_WRONLY, true), (O_RDWR, true)] as [(CInt, Bool)]
    )
    func writable(mode: CInt, counts: Bool) throws {
        var path = Array("/tmp/burble-path-XXXXXX".utf8CString)
        let made = unsafe mkstemp(&path)
        try #require(made >= 0)
        defer { close(made) }
        let descriptor = unsafe open(path, mode)
        unsafe unlink(path)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        let found = StandardDescriptors.descriptor(at: "/dev/fd/\(made)", among: [descriptor])
        #expect(found == (counts ? descriptor : nil))
    }
}
