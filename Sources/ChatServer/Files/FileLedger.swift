import ChatProtocol
import Synchronization

/// What the files take of the server's quota and of each member's: what is stored, and what is
/// being uploaded.
///
/// Bounded by the quota, since each file counts a block at the least.
final class FileLedger: Sendable {
    /// Bytes that a file counts at the least: what a disk gives to the smallest one.
    static let blockBytes: Int64 = 4096

    fileprivate struct Books {
        /// The stored files by their hashes.
        var files: [String: File] = [:]
        var stored: Int64 = 0
        /// Bytes that each member's files count, by the name folded: kept, since each piece of an
        /// upload asks for them.
        var shared: [String: Int64] = [:]
        var reserved: [String: Int64] = [:]
        var reservedInAll: Int64 = 0
    }

    /// A stored file, and who shares it.
    fileprivate struct File {
        let size: Int64
        var members: Set<String> = []

        /// What it counts.
        var bytes: Int64 { max(size, FileLedger.blockBytes) }
    }

    private let books = Mutex(Books())
    private let settings: LiveSettings

    /// Opens empty books.
    ///
    /// - Parameter settings: the quotas.
    init(_ settings: LiveSettings) {
        self.settings = settings
    }

    /// The stored files' hashes.
    var hashes: [String] { books.withLock { Array($0.files.keys) } }

    /// Bytes that the stored files count, without uploads.
    var storedBytes: Int64 { books.withLock { $0.stored } }

    // MARK: - Uploads

    /// Asks whether a file would fit, and sets nothing aside.
    ///
    /// - Parameters:
    ///   - bytes: that its client said it has; 0 or more.
    ///   - member: who uploads.
    /// - Throws: `507 member_file_quota` or `507 file_quota`.
    func check(_ bytes: Int64, for member: MemberName) throws(Problem) {
        try books.withLock { books throws(Problem) in try check(bytes, for: member, in: books) }
    }

    private func check(
        _ bytes: Int64,
        for member: MemberName,
        in books: Books
    ) throws(Problem) {
        let limits = settings.limits
        let own = books.use(of: member.folded).addingReportingOverflow(bytes)
        guard !own.overflow, own.partialValue <= Int64(limits.memberFileBytes) else {
            throw .memberFileQuota(limit: limits.memberFileBytes, value: own.partialValue)
        }
        let all = (books.stored + books.reservedInAll).addingReportingOverflow(bytes)
        guard !all.overflow, all.partialValue <= Int64(limits.allFileBytes) else {
            // What all have together would tell of files that the member may not see.
            throw .fileQuota(limit: limits.allFileBytes, value: bytes)
        }
    }

    /// Sets room aside for an upload.
    ///
    /// - Parameters:
    ///   - bytes: 0 or more.
    ///   - member: who uploads.
    /// - Throws: `507 member_file_quota` or `507 file_quota`; nothing is set aside then.
    func reserve(_ bytes: Int64, for member: MemberName) throws(Problem) {
        try books.withLock { books throws(Problem) in
            try check(bytes, for: member, in: books)
            books.reserved[member.folded, default: 0] += bytes
            books.reservedInAll += bytes
        }
    }

    /// Gives back what was set aside.
    ///
    /// - Parameters:
    ///   - bytes: as many as were set aside.
    ///   - member: for whom.
    func release(_ bytes: Int64, of member: MemberName) {
        books.withLock { books in
            let left = (books.reserved[member.folded] ?? 0) - bytes
            books.reserved[member.folded] = left > 0 ? left : nil
            books.reservedInAll -= bytes
        }
    }

    // MARK: - Files

    /// Notes a file that is stored.
    ///
    /// - Parameters:
    ///   - hash: its name in the store.
    ///   - size: in bytes.
    ///   - member: who shared it; `nil` where that is told later.
    func add(_ hash: String, size: Int64, of member: MemberName? = nil) {
        books.withLock { books in
            if books.files[hash] == nil {
                let file = File(size: size)
                books.files[hash] = file
                books.stored += file.bytes
            }
            if let member { books.share(hash, with: member.folded) }
        }
    }

    /// Takes over who shares what, as the log tells.
    ///
    /// - Parameter files: of which those that are not stored are left out.
    func share(_ files: some Sequence<(member: String, hash: String)>) {
        books.withLock { books in
            books.shared = [:]
            for hash in Array(books.files.keys) { books.files[hash]?.members = [] }
            for file in files { books.share(file.hash, with: file.member) }
        }
    }

    /// Forgets a file that was removed.
    ///
    /// - Parameter hash: its name in the store.
    func remove(_ hash: String) {
        books.withLock { books in
            guard let file = books.files.removeValue(forKey: hash) else { return }
            books.stored -= file.bytes
            for member in file.members { books.count(-file.bytes, of: member) }
        }
    }
}

extension FileLedger.Books {
    /// What a member's files and uploads count.
    fileprivate func use(of member: String) -> Int64 {
        (shared[member] ?? 0) + (reserved[member] ?? 0)
    }

    /// Notes that a member shares a file, if it is stored and was not noted before.
    fileprivate mutating func share(_ hash: String, with member: String) {
        guard let bytes = files[hash]?.bytes, files[hash]?.members.insert(member).inserted == true
        else { return }
        count(bytes, of: member)
    }

    fileprivate mutating func count(_ bytes: Int64, of member: String) {
        let left = (shared[member] ?? 0) + bytes
        shared[member] = left > 0 ? left : nil
    }
}
