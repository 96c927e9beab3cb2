import ChatStore

/// Whether a data folder holds what it must: a sound log, and the files that the log tells of.
///
/// It can be asked while a server runs, and changes nothing.
package struct DataFolderCheck {
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
    /// - Throws: why it cannot be read at all.
    package func run(_ progress: (CareProgress) -> Void) throws -> CareReport {
        let (findings, wanted) = try LogCheck(folder: folder).run {
            progress(CareProgress(part: $0))
        }
        var report = CareReport(findings)
        report.add(try files(wanted, progress))
        return report
    }

    private func files(
        _ wanted: [SharedFile],
        _ progress: (CareProgress) -> Void
    ) throws(FileFailure) -> [CheckFinding] {
        let place = FileFolder(reading: folder)
        let stored = try place.stored()
        let total = stored.reduce(0) { $0 + $1.size }
        var bytes: Int64 = 0
        var faults: [String] = []
        for (hash, size) in stored {
            progress(CareProgress(part: "files", bytes: bytes, total: total))
            bytes += size
            let file = HashedFile(path: place.path + "/" + FileFolder.place(of: hash))
            do throws(FileFailure) {
                let found = try file.digest()
                if found != hash { faults.append("the bytes of \(hash) are not those it names") }
            } catch {
                // What another user could read is no damage.
                guard !error.isDenied else { throw error }
                faults.append("\(error)")
            }
        }
        let missing = MissingFiles(of: wanted, stored: stored, fileDays: fileDays)
        faults += missing.lost.map(MissingFiles.words(of:))
        return missing.told(faults, sound: "match their hashes: \(stored.count), bytes \(total)")
    }
}
