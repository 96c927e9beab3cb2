import ChatStore
import Glibc

/// A copy of a data folder's contents: the log, the files, and the operator's token.
///
/// What a server makes anew by itself stays behind: the search index, unfinished uploads, the note
/// of its address.
struct DataFolderCopy {
    private static let tokenName = "operator.token"

    let source: String
    let target: String
    /// Days after which the source's server removes files; 0 is never.
    let fileDays: Int
    /// Bytes of the disk that stay free; `nil` is the usual.
    let floor: Int?
    let progress: (CareProgress) -> Void

    /// Copies and checks; the log is the last that appears, under another name.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameters:
    ///   - name: of the log's file in the target.
    ///   - migrates: whether the copy gets the schema of this program, so that all of it can be
    ///     checked.
    /// - Returns: what was found in the copy.
    /// - Throws: what the disk or the database said; a ``CareError`` when the copy is not sound.
    func run(as name: String, migrates: Bool = false) throws -> CareReport {
        let log = try LogCopy(of: source)
        try checkRoom(for: log)
        try log.write(to: target + "/" + name) { bytes, total in
            progress(CareProgress(part: "log", bytes: bytes, total: total))
        }
        if migrates { try LogCopy.migrate(target + "/" + name) }
        // A file is there before the log tells of it: so all are there that the copy tells of.
        let damaged = try copyFiles()
        try copyToken()
        let (findings, wanted) = try LogCheck(folder: target, name: name).run {
            progress(CareProgress(part: "check of \($0)"))
        }
        let report = CareReport(findings.filter { $0.part != "search" })
        guard report.isSound else {
            throw CareError("the copy is not sound: " + report.lines.joined(separator: "; "))
        }
        return CareReport(try findings.filter { $0.part != "search" } + files(wanted, damaged))
    }

    /// What is said of the files: a copy without those that the log tells of is not complete.
    private func files(_ wanted: [SharedFile], _ damaged: [String]) throws -> [CheckFinding] {
        let stored = try FileFolder(reading: target).stored()
        var missing = MissingFiles(of: wanted, stored: stored, fileDays: fileDays)
        missing.leaveOut(damaged.contains)
        if !missing.lost.isEmpty {
            // A message that was deleted meanwhile has taken its file along.
            let (_, still) = try LogCheck(folder: source).run { progress(CareProgress(part: $0)) }
            let hashes = Set(still.map(\.sha256))
            missing.leaveOut { !hashes.contains($0) }
        }
        let faults =
            damaged.map { "the bytes of \($0) are not those it names: it was left out" }
            + missing.lost.map(MissingFiles.words(of:))
        let bytes = stored.reduce(0) { $0 + $1.size }
        return missing.told(faults, sound: "match their hashes: \(stored.count), bytes \(bytes)")
    }

    private func checkRoom(for log: LogCopy) throws {
        let files = try FileFolder(reading: source).stored().reduce(0) { $0 + $1.size }
        let size = try log.size() + files
        let space = DiskSpace(folder: target, floor: floor.map { Int64($0) })
        if let refusal = space.refusal(beside: size) {
            throw CareError("the copy may take \(size) bytes: \(refusal)")
        }
    }

    /// Copies the files.
    ///
    /// - Returns: the hashes of those whose bytes are others, which were left out.
    private func copyFiles() throws -> [String] {
        let (from, to) = (FileFolder(reading: source), try FileFolder(in: target))
        let stored = try from.stored()
        let there = Set(try to.stored().map(\.hash))
        let total = stored.reduce(0) { $0 + $1.size }
        var bytes: Int64 = 0
        var damaged: [String] = []
        for (hash, size) in stored where !there.contains(hash) {
            progress(CareProgress(part: "files", bytes: bytes, total: total))
            bytes += size
            if try !copy(hash, from, to) { damaged.append(hash) }
        }
        try FileFolder.synchronize(to.path)
        return damaged
    }

    /// Copies one file, under another name until it is whole.
    ///
    /// - Returns: false when its bytes are not those of its name.
    private func copy(_ hash: String, _ from: FileFolder, _ to: FileFolder) throws -> Bool {
        let place = FileFolder.place(of: hash)
        let draft = to.incoming + "/" + hash
        to.drop(hash)
        defer { to.drop(hash) }
        do {
            let found = try HashedFile(path: from.path + "/" + place).copy(to: draft)
            guard found == hash else { return false }
        } catch {
            // The server removed it meanwhile: no message refers to it any more.
            guard error.isMissing else { throw error }
            return true
        }
        let shelf = to.path + "/" + hash.prefix(2)
        // The calls read paths that live until they return.
        guard unsafe mkdir(shelf, 0o700) == 0 || errno == EEXIST else {
            throw FileFailure.last("make", shelf)
        }
        guard unsafe rename(draft, to.path + "/" + place) == 0 else {
            throw FileFailure.last("store", place)
        }
        try FileFolder.synchronize(shelf)
        return true
    }

    private func copyToken() throws {
        let copy = target + "/" + Self.tokenName
        // The path lives until the call returns.
        guard unsafe access(copy, F_OK) != 0 else { return }
        do {
            _ = try HashedFile(path: source + "/" + Self.tokenName).copy(to: copy)
        } catch {
            // A log without a token gets one when it is served.
            guard error.isMissing else { throw error }
            unsafe unlink(copy)
        }
    }
}
