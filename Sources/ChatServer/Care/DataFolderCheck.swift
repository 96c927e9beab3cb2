import ChatProtocol
import ChatStore

/// Whether a data folder holds what it must: a sound log, and the files that the log tells of.
///
/// It can be asked while a server runs, and changes nothing.
package struct DataFolderCheck {
    private static let toldFaults = 5

    private let folder: String
    private let fileDays: Int

    /// Names the folder.
    ///
    /// - Parameters:
    ///   - folder: a data folder, or a backup.
    ///   - fileDays: days after which its server removes files; 0 is never.
    package init(folder: String, fileDays: Int) {
        self.folder = folder
        self.fileDays = fileDays
    }

    /// Reads all of it.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter progress: told how far it is.
    /// - Returns: what was found.
    /// - Throws: why it cannot be read at all.
    package func run(_ progress: (CareProgress) -> Void) throws -> CareReport {
        let (findings, wanted) = try LogCheck(folder: folder).run { progress(CareProgress($0)) }
        var report = CareReport(findings)
        report.add(files(wanted, progress))
        return report
    }

    private func files(
        _ wanted: [SharedFile],
        _ progress: (CareProgress) -> Void
    ) -> [CheckFinding] {
        let place = FileFolder(reading: folder)
        let stored = place.stored()
        let total = stored.reduce(0) { $0 + $1.size }
        var bytes: Int64 = 0
        var faults: [String] = []
        for (hash, size) in stored {
            progress(CareProgress("files", bytes: bytes, of: total))
            bytes += size
            let file = HashedFile(path: place.path + "/" + FileFolder.place(of: hash))
            do {
                let found = try file.digest()
                if found != hash { faults.append("the bytes of \(hash) are not those it names") }
            } catch {
                faults.append("\(error)")
            }
        }
        let sizes = Dictionary(stored, uniquingKeysWith: { size, _ in size })
        let missing = Self.missing(wanted, sizes)
        let (gone, lost) = (missing.filter { isRemoved($0) }, missing.filter { !isRemoved($0) })
        faults += lost.map { "the log tells of \($0.sha256), which is not there" }
        return Self.told(
            faults,
            gone.count,
            "match their hashes: \(stored.count), bytes \(total)"
        )
    }

    /// The files that are not there as the log tells of them, each once.
    private static func missing(
        _ wanted: [SharedFile],
        _ sizes: [String: Int64]
    ) -> [SharedFile] {
        let newest = Dictionary(
            wanted.map { ($0.sha256, $0) },
            uniquingKeysWith: { $0.newest < $1.newest ? $1 : $0 }
        )
        return newest.values.filter { sizes[$0.sha256] != $0.size }
            .sorted { $0.sha256 < $1.sha256 }
    }

    private func isRemoved(_ file: SharedFile) -> Bool {
        let age = Timestamp.now().milliseconds - file.newest.milliseconds
        return fileDays > 0 && age > Int64(fileDays) * 86_400_000
    }

    private static func told(
        _ faults: [String],
        _ gone: Int,
        _ sound: String
    ) -> [CheckFinding] {
        var findings = faults.prefix(toldFaults).map { CheckFinding("files", .fault, $0) }
        if faults.count > toldFaults {
            findings.append(.init("files", .fault, "and \(faults.count - toldFaults) more"))
        }
        if faults.isEmpty { findings.append(.init("files", .sound, sound)) }
        if gone > 0 {
            findings.append(.init("files", .note, "\(gone) are gone, as file-days has it"))
        }
        return findings
    }
}
