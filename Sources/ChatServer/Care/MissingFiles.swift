import ChatProtocol
import ChatStore

/// The files that a log tells of and that are not there, and what is said of a folder's files.
struct MissingFiles {
    private static let toldFaults = 5

    /// How many were removed because they are older than the server keeps them.
    let gone: Int
    /// The hashes of those that should be there, in their order.
    private(set) var lost: [String]

    /// Compares.
    ///
    /// - Parameters:
    ///   - wanted: the files that the log tells of.
    ///   - stored: those that are there, by their hashes, with their sizes.
    ///   - fileDays: days after which files are removed; 0 is never.
    init(of wanted: [SharedFile], stored: [(hash: String, size: Int64)], fileDays: Int) {
        let sizes = Dictionary(stored, uniquingKeysWith: { size, _ in size })
        let newest = Dictionary(
            wanted.map { ($0.sha256, $0) },
            uniquingKeysWith: { $0.newest < $1.newest ? $1 : $0 }
        )
        let missing = newest.values.filter { sizes[$0.sha256] != $0.size }
        let now = Timestamp.now().milliseconds
        let isKept = { (file: SharedFile) in
            fileDays == 0 || now - file.newest.milliseconds <= Int64(fileDays) * 86_400_000
        }
        lost = missing.filter(isKept).map(\.sha256).sorted()
        gone = missing.count - lost.count
    }

    /// Leaves some out.
    ///
    /// - Parameter isKnown: whether a hash is no matter.
    mutating func leaveOut(_ isKnown: (String) -> Bool) {
        lost.removeAll(where: isKnown)
    }

    /// What is said of one that is lost.
    static func words(of hash: String) -> String { "the log tells of \(hash), which is not there" }

    /// What is said of a folder's files.
    ///
    /// - Parameters:
    ///   - faults: all that was found, a line each.
    ///   - sound: what is said where there is none.
    func told(_ faults: [String], sound: String) -> [CheckFinding] {
        var findings = faults.prefix(Self.toldFaults).map { CheckFinding("files", .fault, $0) }
        if faults.count > Self.toldFaults {
            findings.append(.init("files", .fault, "and \(faults.count - Self.toldFaults) more"))
        }
        if faults.isEmpty { findings.append(.init("files", .sound, sound)) }
        if gone > 0 {
            findings.append(.init("files", .note, "\(gone) are gone, as file-days has it"))
        }
        return findings
    }
}
