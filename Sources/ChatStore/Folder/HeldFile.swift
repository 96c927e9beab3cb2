import Glibc

/// A file that this process has open, by which it is seen whether its name still leads there.
///
/// A file without a name is still written and read by those who have it open, and is gone with
/// them. Its number is not given to another one meanwhile.
struct HeldFile: Sendable {
    /// The whole path.
    let path: String
    private let device: dev_t
    private let number: ino_t

    /// Takes the file that a name leads to now; no link is followed.
    ///
    /// - Parameter path: of a file that this process has open.
    init(_ path: String) throws(StoreError) {
        guard let facts = Self.facts(of: path) else { throw .system("find", path) }
        self.init(path, facts)
    }

    /// Takes the file that is open.
    init(_ path: String, openAs descriptor: Int32) throws(StoreError) {
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe fstat(descriptor, &facts) == 0 else { throw .system("find", path) }
        self.init(path, facts)
    }

    private init(_ path: String, _ facts: stat) {
        self.path = path
        device = facts.st_dev
        number = facts.st_ino
    }

    /// Whether the name leads to the file; a microsecond.
    var isThere: Bool {
        guard let facts = Self.facts(of: path) else { return false }
        return facts.st_dev == device && facts.st_ino == number
    }

    private static func facts(of path: String) -> stat? {
        var facts = stat()
        // The call reads the path and fills in the value that it is given.
        return unsafe lstat(path, &facts) == 0 ? facts : nil
    }
}

extension StoreError {
    /// Why nothing is written beside a file that is not in its place any more.
    ///
    /// - Returns: `unavailable`.
    static func lost(_ file: String) -> StoreError {
        .unavailable("\(file) was removed or replaced while it was in use")
    }
}
