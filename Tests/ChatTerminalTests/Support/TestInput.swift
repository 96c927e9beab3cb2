import Glibc
import Testing

/// Bytes as they are read from a descriptor: a file holds more than a pipe does before it is read.
final class TestInput {
    let descriptor: CInt

    /// Holds bytes.
    ///
    /// - Parameter bytes: all that can be read.
    /// - Throws: where no file can hold them.
    init(_ bytes: [UInt8]) throws {
        var path = Array("/tmp/burble-lines-XXXXXX".utf8CString)
        descriptor = unsafe mkstemp(&path)
        try #require(descriptor >= 0)
        unsafe unlink(path)
        let put = unsafe write(descriptor, bytes, bytes.count)
        try #require(put == bytes.count)
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }
}
