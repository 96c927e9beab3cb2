import Glibc
import SmallFiles

/// What the system said when a file was written or read.
enum FileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The disk is full, or the system's own quota is used up.
    case full
    /// It is stored, and takes no more.
    case whole
    case system(verb: String, path: String, code: CInt)

    /// Takes over the system's last error.
    static func last(_ verb: String, _ path: String) -> FileFailure {
        let code = errno
        return code == ENOSPC || code == EDQUOT
            ? .full : .system(verb: verb, path: path, code: code)
    }

    /// Whether a file that was to be read is not there.
    var isMissing: Bool {
        if case .system("read", _, ENOENT) = self { return true }
        return false
    }

    /// Whether the system lets this user not do it: nothing is told of the file then.
    var isDenied: Bool {
        if case .system(_, _, let code) = self { return code == EACCES || code == EPERM }
        return false
    }

    var description: String {
        switch self {
        case .full: "no space is left for files"
        case .whole: "a stored file takes no more"
        case .system(let verb, let path, let code):
            "cannot \(verb) \(path): \(SystemWords.of(code))"
        }
    }
}
