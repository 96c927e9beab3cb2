import ChatProtocol
import Glibc
import SmallFiles

/// The folder for what must outlive the process but is of no use elsewhere: unsent messages,
/// drafts.
package struct StateFolder: Hashable, Sendable {
    package let path: String

    /// Names a folder; nothing is made yet.
    package init(path: String) {
        self.path = path
    }

    /// Finds the folder of a user; `nil` if the environment names none.
    package init?(environment: [String: String]) {
        guard let folder = UserFolders(environment).state else { return nil }
        path = folder + "/burble"
    }

    /// Makes the folder, and those above it, unless they are there; for its owner's eyes alone.
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
    package func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Reads a small file whole.
    ///
    /// - Parameter limit: the most bytes that are read.
    /// - Returns: its bytes; `nil` if it cannot be read.
    package func read(_ name: String, upTo limit: Int) -> [UInt8]? {
        // What cannot be read is as good as not there: the caller starts with nothing.
        try? PosixFile(reading: file(name)).contents(upTo: limit)
    }

    /// Whether a file lies there that cannot be read.
    ///
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
    /// - Parameter bytes: what it is to hold.
    package func replace(_ name: String, with bytes: [UInt8]) throws(FileError) {
        try PosixFile.replace(file(name), with: bytes)
    }
}

extension StateFolder {
    /// What the names of a member's files for a server begin or end with.
    ///
    /// - Returns: letters, digits and dashes: something to read, and 64 bits that tell `a.b` from
    ///   `a-b`.
    static func stem(for server: ServerAddress, as speaker: MemberName?) -> String {
        stem(of: "\(server) \(speaker?.folded ?? "")")
    }

    private static func stem(of whole: String) -> String {
        "\(readable(whole).prefix(80))-\(String(whole.stableHash64, radix: 16))"
    }

    private static func readable(_ whole: String) -> String {
        String(whole.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    }

    /// Whether files with a stem are some member's for a server.
    ///
    /// - Parameter stem: as ``stem(for:as:)`` makes it.
    /// - Returns: `false` also where that cannot be told: the name is long, or has many signs.
    static func isStem(_ stem: some StringProtocol, of server: ServerAddress) -> Bool {
        let start = readable("\(server) ")
        guard stem.hasPrefix(start), let end = stem.lastIndex(of: "-") else { return false }
        let name = stem[..<end].dropFirst(start.count)
        return spellings(of: String(name)).contains { self.stem(of: "\(server) \($0)") == stem }
    }

    /// The names that read so in a stem, where a dash stands for any sign.
    private static func spellings(of name: String) -> [String] {
        guard name.count(where: { $0 == "-" }) <= signLimit else { return [] }
        return name.reduce(into: [""]) { spellings, letter in
            let letters = letter == "-" ? ["-", "_", "."] : [String(letter)]
            spellings = spellings.flatMap { start in letters.map { start + $0 } }
        }
    }

    /// Signs of a name up to which all its spellings are tried.
    private static let signLimit = 5

    /// Entries that are looked at; of a fuller folder not all are found.
    private static let entryLimit = 10_000

    /// The names of the files in it that begin so.
    ///
    /// Blocks on the disk.
    ///
    /// - Returns: in order; none if the folder cannot be read.
    func names(beginning start: String) -> [String] {
        // The path is copied by the call.
        guard let entries = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(entries) }
        var found: [String] = []
        var count = 0
        while count < Self.entryLimit, let entry = unsafe readdir(entries) {
            count += 1
            // The name ends with a zero inside the entry.
            let bytes = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                unsafe Array(bytes.prefix { $0 != 0 })
            }
            guard let name = String(validating: bytes, as: UTF8.self), name.hasPrefix(start) else {
                continue
            }
            found.append(name)
        }
        return found.sorted()
    }
}
