import Glibc

/// What the system says of a program's own files, in words.
///
/// These are opened by no link. The C library's words for one that is in the way are about too many
/// of them.
package enum SystemWords {
    /// The words of an error.
    ///
    /// - Parameter code: of `errno`.
    /// - Returns: what is wrong, without the path.
    package static func of(_ code: CInt) -> String {
        if code == ELOOP { return "it is a link" }
        // The text is the C library's own and is copied at once.
        return unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    }
}
