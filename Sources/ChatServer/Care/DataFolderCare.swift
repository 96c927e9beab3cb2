import ChatStore
import Foundation
import SmallFiles

/// What an operator does to a data folder beside serving it.
package enum DataFolderCare {
    private static let logName = "burble.sqlite"
    private static let draftEnding = ".part"

    /// Copies a data folder into a new one that can be served, also while a server runs.
    ///
    /// Blocks for as long as the disk takes. The copy has the name with `.part` behind it until it
    /// is whole, checked and on the disk.
    ///
    /// - Parameters:
    ///   - fileDays: days after which the server removes files; 0 is never.
    ///   - floor: bytes of the disk that stay free; `nil` is the usual.
    ///   - progress: told how far it is.
    /// - Returns: what was found, of which a fault is a file of the source's that is damaged or
    ///   lost; and the whole path of the new folder.
    /// - Throws: why there is no backup.
    package static func backUp(
        _ source: String,
        to target: String,
        fileDays: Int,
        floor: Int?,
        _ progress: @escaping (CareProgress) -> Void
    ) throws -> (report: CareReport, path: String) {
        let target = try newFolder(target)
        // The call reads a path that lives until it returns, as each below does.
        guard unsafe access(target, F_OK) != 0 else {
            throw CareError("\(target) is there already: a backup is a new folder")
        }
        // Before anything is made, so that a wrong name leaves nothing behind.
        try checkSource(source)
        let draft = target + draftEnding
        try removeDraft(draft)
        let claim = try DataFolder(draft)
        do {
            let copy = DataFolderCopy(
                source: source,
                target: claim.path,
                fileDays: fileDays,
                floor: floor,
                progress: progress
            )
            let report = try copy.run(as: logName)
            // The paths live until the calls return.
            unsafe unlink(draft + "/lock")
            try claim.synchronize()
            let whole = String(claim.path.dropLast(draftEnding.count))
            guard unsafe rename(claim.path, whole) == 0 else {
                throw FileFailure.last("rename", draft)
            }
            return (report, whole)
        } catch {
            // What cannot be removed is removed by the next backup of that name.
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
    }

    /// Refuses to copy what is no log, or not the one that is served: of one that moved the folder
    /// keeps what it was then.
    private static func checkSource(_ source: String) throws {
        if let place = try DataFolder.placeElsewhere(ofLogOf: source) {
            throw CareError(
                "\(source)/moved says its log is in \(place): copy that one (pg_dump), or remove "
                    + "the file to copy what is left in the folder"
            )
        }
        guard try LogCopy.size(ofLogIn: source) > 0 else {
            throw CareError("there is no log in \(source)")
        }
    }

    /// The path of a folder that is to be made, from the root on and without a slash at its end.
    private static func newFolder(_ target: String) throws(CareError) -> String {
        let name = target.split(separator: "/").last
        guard let name, name != ".", name != ".." else {
            throw CareError("a backup is a new folder, and \"\(target)\" names none")
        }
        var path = WholePath.of(target)
        while path.hasSuffix("/") { path.removeLast() }
        return path
    }

    /// Removes what a backup left that was cut off.
    private static func removeDraft(_ draft: String) throws {
        guard unsafe access(draft, F_OK) == 0 else { return }
        guard unsafe access(draft + "/lock", F_OK) == 0 else {
            throw CareError("\(draft) is there already, and is not an unfinished backup")
        }
        // Another backup that goes on has it.
        _ = try DataFolder(draft)
        try FileManager.default.removeItem(atPath: draft)
    }

    /// Makes a data folder of a backup.
    ///
    /// Blocks for as long as the disk takes. The log appears when it is whole and checked.
    ///
    /// - Parameters:
    ///   - source: a backup, or another data folder.
    ///   - target: a data folder without a log; it is made if there is none.
    ///   - fileDays: days after which the server removes files; 0 is never.
    ///   - floor: bytes of the disk that stay free; `nil` is the usual.
    ///   - progress: told how far it is.
    /// - Returns: what was found; a fault in it is a file of the source's that is damaged or lost.
    /// - Throws: why nothing was restored; also `inUse` while a server runs on the target.
    package static func restore(
        _ source: String,
        into target: String,
        fileDays: Int,
        floor: Int?,
        _ progress: @escaping (CareProgress) -> Void
    ) throws -> CareReport {
        try checkSource(source)
        let claim = try DataFolder(target)
        try checkTarget(claim.path)
        let draft = logName + ".restore"
        removeLeavings(claim.path, draft)
        defer { removeLeavings(claim.path, draft) }
        let copy = DataFolderCopy(
            source: source,
            target: claim.path,
            fileDays: fileDays,
            floor: floor,
            progress: progress
        )
        let report = try copy.run(as: draft, migrates: true)
        // The paths live until the call returns.
        guard unsafe rename(claim.path + "/" + draft, claim.path + "/" + logName) == 0 else {
            throw FileFailure.last("rename", draft)
        }
        try claim.synchronize()
        return report
    }

    /// Refuses a folder that has a log, or what is left of one.
    private static func checkTarget(_ folder: String) throws {
        // The path lives until the call returns.
        guard unsafe access(folder + "/" + logName, F_OK) != 0 else {
            throw CareError("\(folder) holds a log already: name another folder, or move it away")
        }
        if let rest = try DataFolder.writeAheadLog(in: folder) {
            throw CareError(
                "\(rest) belongs to a log that is gone, and may have what no backup has: "
                    + "name another folder, or move it away"
            )
        }
        if let place = try DataFolder.placeElsewhere(ofLogOf: folder) {
            throw CareError(
                "\(folder)/moved says its log is in \(place): name another folder, or remove it"
            )
        }
    }

    /// Removes what must not stand beside another log: a write-ahead log of one that went, and the
    /// draft of a run that was cut off.
    private static func removeLeavings(_ folder: String, _ draft: String) {
        for name in [logName, draft, "search.sqlite"] {
            for ending in ["-wal", "-shm", "-journal"] {
                unsafe unlink("\(folder)/\(name)\(ending)")
            }
        }
        for name in [draft, "search.sqlite"] { unsafe unlink("\(folder)/\(name)") }
    }

    /// Writes the log anew without what it no longer uses.
    ///
    /// Blocks for as long as the disk takes.
    ///
    /// - Parameter floor: bytes of the disk that stay free; `nil` is the usual.
    /// - Returns: the log's bytes before and after.
    /// - Throws: why it stays as it is; also `inUse` while a server runs.
    package static func compact(
        _ folder: String,
        floor: Int?
    ) throws -> (before: Int64, after: Int64) {
        try LogCompaction.run(folder: folder, floor: floor.map { Int64($0) })
    }

    /// Whether an error tells of damage, and not only of what keeps a folder from being read.
    ///
    /// - Parameter error: of a ``DataFolderCheck``.
    /// - Returns: true for damage.
    package static func isDamage(_ error: any Error) -> Bool {
        if case .damaged = error as? StoreError { return true }
        return false
    }

    /// Whether an error leaves open what was done.
    ///
    /// - Returns: true when only a look tells.
    package static func isUnknown(_ error: any Error) -> Bool {
        if case .outcomeUnknown? = error as? StoreError { return true }
        return false
    }
}
