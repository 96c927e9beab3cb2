import Glibc
import NIOCore

/// A path inside a folder, which it cannot leave.
struct FolderPath: Hashable, Sendable {
    /// The names on the way, the last one the file's.
    private let names: [String]

    /// Takes a path apart.
    ///
    /// - Parameter path: as a client sent it, percent-decoded once. `nil` for one that is empty or
    ///   absolute, or has an empty part, `.`, `..`, a NUL or a backslash.
    init?(_ path: String) {
        // The system parts it at bytes: a slash and a mark behind it are one character.
        let slash = UInt8(ascii: "/")
        let parts = path.utf8.split(separator: slash, omittingEmptySubsequences: false)
        let names = parts.map { String(decoding: $0, as: UTF8.self) }
        guard !names.isEmpty, names.allSatisfy(Self.isName) else { return nil }
        self.names = names
    }

    /// The file's name.
    var lastName: String { names.last ?? "" }

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name != "." && name != ".."
            && name.utf8.count <= 255
            && !name.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "\\") }
    }

    /// Opens the file, one name after the other, following no symbolic link below the folder.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameter folder: is trusted, and may itself be a link.
    /// - Returns: a descriptor for reading, which the caller closes; `nil` if there is no such
    ///   file.
    /// - Throws: what the system said of one that may be there.
    func open(in folder: String) throws(IOError) -> CInt? {
        let directory = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        // Each text lives until its call returns.
        var descriptor = unsafe systemOpen(AT_FDCWD, folder, directory)
        var code = errno
        for (index, name) in names.enumerated() where descriptor >= 0 {
            let parent = descriptor
            // Without waiting, should somebody have put a pipe there.
            let flags = index == names.count - 1 ? O_RDONLY | O_CLOEXEC | O_NONBLOCK : directory
            descriptor = unsafe systemOpen(parent, name, flags | O_NOFOLLOW)
            code = errno
            close(parent)
        }
        guard descriptor < 0 else { return descriptor }
        guard Self.isNone(code) else { throw IOError(errnoCode: code, reason: "open \(lastName)") }
        return nil
    }

    /// Whether an error of the system says that there is no such file: nothing, no folder on the
    /// way, a link, a socket, or a name that the disk cannot have.
    private static func isNone(_ code: CInt) -> Bool {
        [ENOENT, ENOTDIR, ELOOP, ENXIO, ENAMETOOLONG, EILSEQ, EINVAL].contains(code)
    }
}

private func systemOpen(_ folder: CInt, _ name: UnsafePointer<CChar>, _ flags: CInt) -> CInt {
    unsafe openat(folder, name, flags)
}
