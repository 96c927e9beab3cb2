import ChatProtocol

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The folder for what must outlive the process but is of no use elsewhere: unsent messages,
/// drafts.
///
/// Source: XDG Base Directory Specification, `XDG_STATE_HOME`.
package struct StateFolder: Hashable, Sendable {
    package let path: String

    /// Names a folder; nothing is made yet.
    ///
    /// - Parameter path: an absolute path.
    package init(path: String) {
        self.path = path
    }

    /// Finds the folder of a user; `nil` if the environment names none.
    ///
    /// - Parameter environment: the process's variables.
    package init?(environment: [String: String]) {
        // A relative path is to be ignored, says the specification.
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            path = state + "/burble"
        } else if let home = environment["HOME"], home.hasPrefix("/") {
            path = home + "/.local/state/burble"
        } else {
            return nil
        }
    }

    /// Makes the folder, and those above it, unless they are there; for its owner's eyes alone.
    ///
    /// - Throws: what the system said.
    package func make() throws(FileError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            // The path is copied by the call.
            guard unsafe mkdir(made, 0o700) == 0 || [EEXIST, EISDIR, EROFS].contains(errno) else {
                throw FileError(path: made, code: errno)
            }
        }
    }

    /// The path of a file in it.
    ///
    /// - Parameter name: the file's name.
    /// - Returns: an absolute path.
    package func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Reads a small file whole.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - limit: the most bytes that are read.
    /// - Returns: its bytes; `nil` if it cannot be read.
    package func read(_ name: String, upTo limit: Int) -> [UInt8]? {
        // What cannot be read is as good as not there: the caller starts with nothing.
        try? PosixFile(reading: file(name)).contents(upTo: limit)
    }

    /// Whether a file lies there that cannot be read.
    ///
    /// - Parameter name: its name.
    /// - Returns: false where there is none.
    package func isUnreadable(_ name: String) -> Bool {
        do throws(FileError) {
            _ = try PosixFile(reading: file(name))
            return false
        } catch {
            return error.code != ENOENT
        }
    }

    /// Does something that no other client does in this folder at the same time.
    ///
    /// Blocks for about 5 ms between two tries.
    ///
    /// - Parameters:
    ///   - tries: 1 or more; as many as there are by default take two seconds.
    ///   - body: what is to be done.
    /// - Returns: false where another client was at it all the time, and nothing was done.
    /// - Throws: what `body` throws, and why the folder cannot be used.
    @discardableResult
    package func alone(
        tries: Int = 400,
        _ body: () throws(FileError) -> Void
    ) throws(FileError) -> Bool {
        try make()
        let lock = try PosixFile(path: file(".lock"), appends: false)
        guard lock.locked(tries: tries) else { return false }
        try body()
        return true
    }

    /// Replaces a small file whole, so that a crash leaves the old one or the new one.
    ///
    /// - Parameters:
    ///   - name: its name.
    ///   - bytes: what it is to hold.
    /// - Throws: what the system said.
    package func replace(_ name: String, with bytes: [UInt8]) throws(FileError) {
        try PosixFile.replace(file(name), with: bytes)
    }
}

extension StateFolder {
    /// What the names of a member's files for a server begin or end with.
    ///
    /// - Parameters:
    ///   - server: the server.
    ///   - speaker: the member.
    /// - Returns: letters, digits and dashes: something to read, and 64 bits that tell `a.b` from
    ///   `a-b`.
    static func stem(for server: ServerAddress, as speaker: MemberName?) -> String {
        let whole = "\(server) \(speaker?.folded ?? "")"
        let readable = whole.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        // Source: FNV-1a.
        let hash = whole.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { hash, byte in
            (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return "\(String(readable.prefix(80)))-\(String(hash, radix: 16))"
    }
}
