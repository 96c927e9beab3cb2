import Glibc

/// A small file that somebody named: settings, a token, a certificate, a key.
///
/// Whatever lies there, reading it ends: it is opened without waiting, has a bound, and may be
/// silent for a minute at the most.
package struct SmallFile: ~Copyable {
    /// What a file may be.
    package enum Kind: Sendable {
        /// A file on a disk.
        case plain
        /// The same, and no link to one.
        case own
        /// Also a pipe or a device: `<(pass show token)`, `/dev/null`.
        case any
    }

    /// Milliseconds after which a pipe that brings nothing is given up: a person may have to type a
    /// passphrase for who writes into it.
    private static let silence: CInt = 60_000

    private let path: String
    private let descriptor: CInt
    private let facts: stat

    /// Opens it.
    ///
    /// Does not wait, should it be a pipe.
    ///
    /// - Throws: why it cannot be read.
    package init(_ path: String, _ kind: Kind = .any) throws(SmallFileFailure) {
        self.path = path
        (descriptor, facts) = try Self.opened(path, kind)
    }

    private static func opened(
        _ path: String,
        _ kind: Kind
    ) throws(SmallFileFailure) -> (CInt, stat) {
        // A zero byte would end the path for the system, which then opens another file.
        guard !path.utf8.contains(0) else { throw SmallFileFailure(path, .system(ENOENT)) }
        let link = kind == .own ? O_NOFOLLOW : 0
        // The path is copied by the call.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | link)
        guard descriptor >= 0 else {
            throw SmallFileFailure(path, errno == ELOOP && kind == .own ? .link : .system(errno))
        }
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        let fault =
            unsafe fstat(descriptor, &facts) == 0 ? refusal(of: facts, kind) : .system(errno)
        guard let fault else { return (descriptor, facts) }
        close(descriptor)
        throw SmallFileFailure(path, fault)
    }

    private static func refusal(of facts: stat, _ kind: Kind) -> SmallFileFailure.Reason? {
        switch facts.st_mode & S_IFMT {
        case S_IFREG: nil
        case S_IFIFO where kind == .any, S_IFCHR where kind == .any: nil
        case S_IFDIR: .folder
        default: .noFile
        }
    }

    deinit {
        close(descriptor)
    }

    /// Whether its group and others have no right to it.
    package var isPrivate: Bool { facts.st_mode & 0o077 == 0 }

    /// Whether it is there to be read again: a file on a disk, and no pipe or device.
    package var isPlain: Bool { facts.st_mode & S_IFMT == S_IFREG }

    /// Whether it is of the user whom this process acts for.
    package var isOwn: Bool { facts.st_uid == geteuid() }

    /// Reads it whole.
    ///
    /// Blocks on the disk, and for a pipe up to a minute at a time.
    ///
    /// - Parameter limit: bytes at the most.
    /// - Returns: its bytes; none for an empty one.
    /// - Throws: why it cannot be read; that it is longer.
    package func bytes(upTo limit: Int) throws(SmallFileFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(limit + 1, 64 * 1024))
        while bytes.count <= limit {
            // The call fills at most as many bytes as there are.
            let count = unsafe read(descriptor, &piece, piece.count)
            if count == 0 {
                // Nobody wrote into it, which is not the same as a file without a word.
                guard !bytes.isEmpty || facts.st_mode & S_IFMT != S_IFIFO else {
                    throw SmallFileFailure(path, .silent)
                }
                return bytes
            }
            if count > 0 {
                bytes += piece[..<count]
            } else if errno == EAGAIN {
                try awaitBytes()
            } else if errno != EINTR {
                throw SmallFileFailure(path, .system(errno))
            }
        }
        throw SmallFileFailure(path, .tooLong(limit: limit))
    }

    /// Reads it whole, as UTF-8.
    ///
    /// Blocks as ``bytes(upTo:)`` does.
    ///
    /// - Parameter limit: bytes at the most.
    /// - Throws: why it cannot be read; that it is longer, or no UTF-8.
    package func text(upTo limit: Int) throws(SmallFileFailure) -> String {
        guard let text = String(validating: try bytes(upTo: limit), as: UTF8.self) else {
            throw SmallFileFailure(path, .notUTF8)
        }
        return text
    }

    /// Waits until a pipe brings something, or ends.
    private func awaitBytes() throws(SmallFileFailure) {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // The call changes the one value that it is given.
        guard unsafe poll(&wanted, 1, Self.silence) != 0 else {
            throw SmallFileFailure(path, .silent)
        }
    }
}
