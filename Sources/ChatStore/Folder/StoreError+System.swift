import SmallFiles

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension StoreError {
    /// What the system said about a file, in words.
    ///
    /// - Parameters:
    ///   - verb: what was tried.
    ///   - path: of the file or folder.
    /// - Returns: `storageFull` or `unavailable`.
    static func system(_ verb: String, _ path: String) -> StoreError {
        let code = errno
        if code == ENOSPC { return .storageFull }
        // The text is the C library's own and is copied at once.
        let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return .unavailable("cannot \(verb) \(path): \(words)")
    }

    /// Takes over why a small file could not be written: `storageFull` or `unavailable`.
    ///
    /// - Parameter failure: what the system said.
    init(writing failure: SmallFileFailure) {
        self = failure.code == ENOSPC ? .storageFull : .unavailable("cannot write \(failure)")
    }
}
