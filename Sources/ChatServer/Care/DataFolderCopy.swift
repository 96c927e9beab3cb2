import ChatStore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A copy of a data folder's contents: the log, the files, and the operator's token.
///
/// What a server makes anew by itself stays behind: the search index, unfinished uploads, the note
/// of its address.
struct DataFolderCopy {
    private static let tokenName = "operator.token"

    let source: String
    let target: String
    let progress: (CareProgress) -> Void

    /// Copies and checks; the log is the last that appears, under another name.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter name: of the log's file in the target.
    /// - Returns: what was found in the copy.
    /// - Throws: what the disk or the database said; a ``CareError`` when the copy is not sound.
    func run(as name: String) throws -> CareReport {
        try checkRoom()
        try LogCopy.copy(from: source, to: target + "/" + name) { bytes, total in
            progress(CareProgress("log", bytes: bytes, of: total))
        }
        // A file is there before the log tells of it: so all are there that the copy tells of.
        let files = try copyFiles()
        try copyToken()
        let (findings, _) = try LogCheck(folder: target, name: name).run {
            progress(CareProgress("check of \($0)"))
        }
        let report = CareReport(findings.filter { $0.part != "search" })
        guard report.isSound else {
            throw CareError("the copy is not sound: " + report.lines.joined(separator: "; "))
        }
        return CareReport(findings.filter { $0.part != "search" } + files)
    }

    private func checkRoom() throws {
        let files = FileFolder(reading: source).stored().reduce(0) { $0 + $1.size }
        let log = try LogCopy.size(ofLogIn: source)
        let room = DiskRoom(folder: target, floor: nil)
        if let refusal = room.refusal(beside: log + files) { throw refusal }
    }

    private func copyFiles() throws -> [CheckFinding] {
        let (from, to) = (FileFolder(reading: source), try FileFolder(in: target))
        let stored = from.stored()
        let there = Set(to.stored().map(\.hash))
        let total = stored.reduce(0) { $0 + $1.size }
        var bytes: Int64 = 0
        var damaged: [CheckFinding] = []
        for (hash, size) in stored where !there.contains(hash) {
            progress(CareProgress("files", bytes: bytes, of: total))
            bytes += size
            guard try !copy(hash, from, to) else { continue }
            let words = "the bytes of \(hash) are not those it names: it was left out"
            damaged.append(CheckFinding("files", .fault, words))
        }
        try synchronize(to.path)
        let words = "match their hashes: \(stored.count - damaged.count), bytes \(total)"
        return damaged + [CheckFinding("files", .sound, words)]
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
        guard unsafe mkdir(shelf, 0o700) == 0 || errno == EEXIST else {
            throw FileFailure.last("make", shelf)
        }
        guard unsafe rename(draft, to.path + "/" + place) == 0 else {
            throw FileFailure.last("store", place)
        }
        try synchronize(shelf)
        return true
    }

    private func copyToken() throws {
        let copy = target + "/" + Self.tokenName
        guard unsafe access(copy, F_OK) != 0 else { return }
        do {
            _ = try HashedFile(path: source + "/" + Self.tokenName).copy(to: copy)
        } catch {
            // A log without a token gets one when it is served.
            guard error.isMissing else { throw error }
            unsafe unlink(copy)
        }
    }

    private func synchronize(_ folder: String) throws(FileFailure) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .last("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last("synchronize", folder) }
    }
}
