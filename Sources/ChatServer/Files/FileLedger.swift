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
        /// Bytes of each stored file by its hash.
        var sizes: [String: Int64] = [:]
        var stored: Int64 = 0
        /// The files of each member, by the name folded.
        var shared: [String: Set<String>] = [:]
        var reserved: [String: Int64] = [:]
        var reservedInAll: Int64 = 0
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
    var hashes: [String] { books.withLock { Array($0.sizes.keys) } }

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
            if books.sizes.updateValue(size, forKey: hash) == nil {
                books.stored += max(size, Self.blockBytes)
            }
            if let member { books.shared[member.folded, default: []].insert(hash) }
        }
    }

    /// Takes over who shares what, as the log tells.
    ///
    /// - Parameter files: of which those that are not stored are left out.
    func share(_ files: some Sequence<(member: String, hash: String)>) {
        books.withLock { books in
            books.shared = files.reduce(into: [:]) { shared, file in
                guard books.sizes[file.hash] != nil else { return }
                shared[file.member, default: []].insert(file.hash)
            }
        }
    }

    /// Forgets a file that was removed.
    ///
    /// - Parameter hash: its name in the store.
    func remove(_ hash: String) {
        books.withLock { books in
            guard let size = books.sizes.removeValue(forKey: hash) else { return }
            books.stored -= max(size, Self.blockBytes)
            for member in books.shared.keys { books.shared[member]?.remove(hash) }
        }
    }
}

extension FileLedger.Books {
    /// What a member's files and uploads count.
    fileprivate func use(of member: String) -> Int64 {
        let files = shared[member] ?? []
        return files.reduce(reserved[member] ?? 0) { sum, hash in
            sum + (sizes[hash].map { max($0, FileLedger.blockBytes) } ?? 0)
        }
    }
}
