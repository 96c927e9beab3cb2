import Glibc
import SmallFiles

extension StoreError {
    /// What the system said about a file, in words.
    ///
    /// - Parameter path: of the file or folder.
    /// - Returns: `storageFull` or `unavailable`.
    static func system(_ verb: String, _ path: String) -> StoreError {
        let code = errno
        if code == ENOSPC { return .storageFull }
        return .unavailable("cannot \(verb) \(path): \(SystemWords.of(code))")
    }

    /// Takes over why a small file could not be written: `storageFull` or `unavailable`.
    init(writing failure: SmallFileFailure) {
        self = failure.code == ENOSPC ? .storageFull : .unavailable("cannot write \(failure)")
    }
}
