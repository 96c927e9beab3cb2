import ChatProtocol
import ChatStore
import Logging

/// Files of which another server has the bytes.
extension Files {
    /// Counts the files of messages that another server took.
    ///
    /// Does not suspend; called by the tail.
    func note(_ events: [DurableEvent]) {
        guard vault != nil else { return }
        for event in events {
            // What is longer than any upload was imported, and is no file of ours.
            guard case .message(let message) = event.content, let file = message.file,
                file.size <= Int64(limits.fileBytes)
            else { continue }
            ledger.add(file.sha256, size: file.size, of: event.user)
        }
    }

    /// Brings a file here that a message names and another server took.
    ///
    /// Suspends until it is on this disk; who asks for the same file meanwhile waits for it too.
    ///
    /// - Throws: `404 file_not_found`, or why it cannot be brought.
    func fetch(_ hash: String) async throws(Problem) {
        guard let vault else { throw .fileNotFound }
        let fetching = fetches.join(hash) {
            // A task without a parent: it goes on for the others when who asked first has gone.
            // Whoever asks waits for its result, and the file bounds it.
            Task { await self.bring(hash, from: vault) }
        }
        defer { fetches.leave(hash) }
        switch await fetching.value {
        case .success: return
        case .failure(let problem): throw problem
        }
    }

    private func bring(_ hash: String, from vault: any FileVault) async -> Result<Void, Problem> {
        do throws(Problem) {
            let (id, file) = try await makeIncoming()
            do throws(Problem) {
                try await bring(hash, from: vault, into: file)
            } catch {
                await drop(id)
                throw error
            }
            await drop(id)
            return .success(())
        } catch {
            return .failure(error)
        }
    }

    private func bring(
        _ hash: String,
        from vault: any FileVault,
        into file: IncomingFile
    ) async throws(Problem) {
        let isThere: Bool
        do {
            isThere = try await vault.fetch(hash, into: file)
        } catch {
            logger.tell(.error, "a file was not fetched", because: error)
            throw .fileUnreadable
        }
        guard isThere else { throw .fileNotFound }
        let digest = try await onDisk { [folder] in
            try file.synchronize()
            let digest = try file.digest()
            if digest == hash { try folder.adopt(file, as: hash) }
            return digest
        }
        guard digest == hash else {
            logger.error("a file has other bytes than its name says", metadata: ["file": "\(hash)"])
            throw .fileUnreadable
        }
    }

    /// Where a file lies on this disk.
    ///
    /// - Parameter hash: 64 hexadecimal digits.
    func path(of hash: String) -> String { folder.path + "/" + FileFolder.place(of: hash) }
}
