import ChatProtocol
import Synchronization

/// What the files take of the server's quota, of each member's and of each address's: what is
/// stored, and what is being uploaded.
///
/// Bounded by the quota, since each file counts a block at the least.
final class FileLedger: Sendable {
    /// Bytes that a file counts at the least: what a disk gives to the smallest one.
    static let blockBytes: Int64 = 4096

    fileprivate struct Books {
        /// The stored files by their hashes.
        var files: [String: File] = [:]
        var stored: Int64 = 0
        /// Bytes that each holder's files count: kept, since each piece of an upload asks for them.
        var shared: [Holder: Int64] = [:]
        var reserved: [Holder: Int64] = [:]
        var reservedInAll: Int64 = 0
    }

    /// A stored file, and who shares it.
    fileprivate struct File {
        let size: Int64
        var holders: Set<Holder> = []

        /// What it counts.
        var bytes: Int64 { max(size, FileLedger.blockBytes) }
    }

    /// Whose quota it is that a file counts in.
    fileprivate enum Holder: Hashable {
        /// By the name folded.
        case member(String)
        /// From which it came since the server started.
        case address(String)

        var isAddress: Bool {
            if case .address = self { true } else { false }
        }

        /// This machine itself has no quota.
        static func all(_ member: MemberName?, _ address: String) -> [Holder] {
            (member.map { [.member($0.folded)] } ?? [])
                + (ClientNetwork.isLocal(key: address) ? [] : [.address(address)])
        }
    }

    private let books = Mutex(Books())
    private let settings: LiveSettings

    /// Opens empty books.
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
    ///   - address: from where, as ``ClientNetwork`` tells.
    /// - Throws: `507 member_file_quota` or `507 file_quota`.
    func check(_ bytes: Int64, for member: MemberName, at address: String) throws(Problem) {
        try books.withLock { books throws(Problem) in
            try check(bytes, for: Holder.all(member, address), in: books)
        }
    }

    private func check(_ bytes: Int64, for holders: [Holder], in books: Books) throws(Problem) {
        let limits = settings.limits
        for holder in holders {
            let limit = holder.isAddress ? limits.bytesOfAddress : limits.memberFileBytes
            let own = books.use(of: holder).addingReportingOverflow(bytes)
            guard own.overflow || own.partialValue > Int64(limit) else { continue }
            // What others at the address have is not told.
            throw holder.isAddress
                ? .addressFileQuota(limit: limit, value: bytes)
                : .memberFileQuota(limit: limit, value: own.partialValue)
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
    ///   - address: from where, as ``ClientNetwork`` tells.
    /// - Throws: `507 member_file_quota` or `507 file_quota`; nothing is set aside then.
    func reserve(_ bytes: Int64, for member: MemberName, at address: String) throws(Problem) {
        try books.withLock { books throws(Problem) in
            let holders = Holder.all(member, address)
            try check(bytes, for: holders, in: books)
            for holder in holders { books.reserved[holder, default: 0] += bytes }
            books.reservedInAll += bytes
        }
    }

    /// Gives back what was set aside.
    ///
    /// - Parameter bytes: as many as were set aside.
    func release(_ bytes: Int64, of member: MemberName, at address: String) {
        books.withLock { books in
            for holder in Holder.all(member, address) {
                let left = (books.reserved[holder] ?? 0) - bytes
                books.reserved[holder] = left > 0 ? left : nil
            }
            books.reservedInAll -= bytes
        }
    }

    // MARK: - Files

    /// Notes a file that is stored.
    ///
    /// - Parameters:
    ///   - size: in bytes.
    ///   - member: who shared it; `nil` where that is told later.
    ///   - address: from where it came, as ``ClientNetwork`` tells; empty where nobody knows.
    func add(_ hash: String, size: Int64, of member: MemberName? = nil, at address: String = "") {
        books.withLock { books in
            if books.files[hash] == nil {
                let file = File(size: size)
                books.files[hash] = file
                books.stored += file.bytes
            }
            for holder in Holder.all(member, address) { books.share(hash, with: holder) }
        }
    }

    /// Takes over which members share what, as the log tells.
    ///
    /// - Parameter files: of which those that are not stored are left out.
    func share(_ files: some Sequence<(member: String, hash: String)>) {
        books.withLock { books in
            books.shared = books.shared.filter { $0.key.isAddress }
            for (hash, file) in books.files {
                books.files[hash]?.holders = file.holders.filter(\.isAddress)
            }
            for file in files { books.share(file.hash, with: .member(file.member)) }
        }
    }

    /// Forgets a file that was removed.
    ///
    /// - Parameter hash: its name in the store.
    func remove(_ hash: String) {
        books.withLock { books in
            guard let file = books.files.removeValue(forKey: hash) else { return }
            books.stored -= file.bytes
            for holder in file.holders { books.count(-file.bytes, of: holder) }
        }
    }
}

extension FileLedger.Books {
    /// What a holder's files and uploads count.
    fileprivate func use(of holder: FileLedger.Holder) -> Int64 {
        (shared[holder] ?? 0) + (reserved[holder] ?? 0)
    }

    /// Notes that somebody holds a file, if it is stored and was not noted before.
    fileprivate mutating func share(_ hash: String, with holder: FileLedger.Holder) {
        guard let bytes = files[hash]?.bytes, files[hash]?.holders.insert(holder).inserted == true
        else { return }
        count(bytes, of: holder)
    }

    fileprivate mutating func count(_ bytes: Int64, of holder: FileLedger.Holder) {
        let left = (shared[holder] ?? 0) + bytes
        shared[holder] = left > 0 ? left : nil
    }
}

extension ServerLimits {
    /// Bytes of the files of one address: unless it is set, one leaves half to the others.
    fileprivate var bytesOfAddress: Int { addressFileBytes ?? allFileBytes / 2 }
}
