import Glibc

/// Why a small file cannot be read, or written.
///
/// The text is for people, and has to be made safe for a terminal: it quotes the path.
package struct SmallFileFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Hashable, Sendable {
        /// What the system said, a number of `errno`.
        case system(CInt)
        /// It is a folder.
        case folder
        /// It is a socket, a pipe or a device, where a file was meant.
        case noFile
        /// It is a link, where the file itself was meant.
        case link
        /// It has more bytes than the limit.
        case tooLong(limit: Int)
        /// It is a pipe into which nobody writes, or has written for a minute.
        case silent
        /// It is not UTF-8.
        case notUTF8
    }

    /// The file.
    package let path: String
    /// What is wrong with it.
    package let reason: Reason

    init(_ path: String, _ reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// Whether nothing lies there.
    package var isMissing: Bool { reason == .system(ENOENT) || reason == .system(ENOTDIR) }

    /// The number of `errno` where the system said it; `nil` for what else is wrong.
    package var code: CInt? {
        if case .system(let code) = reason { code } else { nil }
    }

    /// What is wrong, without the path.
    package var words: String {
        switch reason {
        // The text is a constant of the C library, copied at once.
        case .system(let code): unsafe String(cString: strerror(code))
        case .folder: "it is a folder"
        case .noFile: "it is not a regular file"
        case .link: "it is a link"
        case .tooLong(let limit): "it is longer than \(limit) bytes"
        case .silent: "nobody writes into it"
        case .notUTF8: "it is not UTF-8"
        }
    }

    package var description: String { "\(path): \(words)" }
}
