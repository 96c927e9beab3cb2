import ChatProtocol
import ChatStore
import Logging
import NIOPosix
import Synchronization

/// Removing what nobody wants any more.
extension Files {
    /// Removes what nobody's message refers to, what is older than the operator keeps, and uploads
    /// that were given up.
    ///
    /// Suspends for the log and the disk.
    func sweep(now: Timestamp) async throws(StoreError) {
        let oldest = now.milliseconds - Int64(limits.uploadHours) * 3_600_000
        let empty = now.milliseconds - Int64(limits.emptyUploadMinutes) * 60_000
        let old = uploads.withLock { uploads in
            uploads.values.filter { upload in
                !upload.isBusy && upload.touched.milliseconds < (upload.isEmpty ? empty : oldest)
            }
        }
        for upload in old where upload.leave(unlessBusy: true) { await cancel(upload.id) }
        let shared = try await store.sharedFiles()
        let kept = limits.fileDays > 0 ? now.milliseconds - Int64(limits.fileDays) * 86_400_000 : 0
        let wanted = Set(shared.filter { $0.newest.milliseconds >= kept }.map(\.sha256))
        let before = now.milliseconds / 1000 - Int64(limits.fileGraceSeconds)
        for hash in await storedHashes().subtracting(wanted) {
            // Without the pool the server ends: the next start sweeps.
            let isGone = try? await pool.runIfActive { [folder] in
                folder.remove(hash, untouchedSince: before)
            }
            if isGone == true, vault == nil { ledger.remove(hash) }
        }
        do {
            try await sweepVault(wanted)
        } catch {
            logger.tell(.warning, "kept files were not swept", because: error)
        }
        ledger.share(shared.map { ($0.member, $0.sha256) })
    }

    /// What lies on this disk: with a vault, more is counted than that.
    private func storedHashes() async -> Set<String> {
        guard vault != nil else { return Set(ledger.hashes) }
        // What cannot be listed now is swept the next time.
        let stored = try? await pool.runIfActive { [folder] in folder.listing().files.map(\.hash) }
        return Set(stored ?? [])
    }

    /// Removes from the vault what no message names, and puts into it what is on this disk alone.
    ///
    /// Suspends for the vault.
    ///
    /// - Parameter wanted: the files that messages name.
    func sweepVault(_ wanted: Set<String>) async throws {
        guard let vault else { return }
        let counted = ledger.hashes
        let kept = try await vault.list()
        for entry in kept where !wanted.contains(entry.file.hash) {
            let isGone = try await vault.remove(entry.file.hash, olderThan: limits.fileGraceSeconds)
            if isGone { ledger.remove(entry.file.hash) }
        }
        let whole = Set(kept.filter(\.isWhole).map(\.file.hash))
        let stored = try await onDisk { [folder] in try folder.stored() }
        // An imported message may name a file that is nowhere.
        let known = Set(kept.map(\.file.hash)).union(stored.map(\.hash))
        for hash in counted where !known.contains(hash) { ledger.remove(hash) }
        for file in stored where wanted.contains(file.hash) && !whole.contains(file.hash) {
            try await vault.keep(
                StoredFile(hash: file.hash, size: file.size),
                from: path(of: file.hash)
            )
        }
        for entry in kept where wanted.contains(entry.file.hash) {
            ledger.add(entry.file.hash, size: entry.file.size)
        }
    }
}
