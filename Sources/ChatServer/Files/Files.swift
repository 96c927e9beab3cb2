import ChatProtocol
import ChatStore
import ContentHash
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The files of the server: taken in, kept by the hash of their bytes, posted, and removed when no
/// message refers to them any more.
final class Files: Sendable {
    /// Bytes that are gathered before the disk is asked to take them.
    private static let pieceBytes = 256 * 1024
    /// Bytes of randomness in an upload's address.
    private static let idBytes = 16

    let folder: FileFolder
    let ledger: FileLedger
    private let settings: LiveSettings
    let store: ChatStore
    /// The log's too, where that is in the same folder: a file needs a message.
    let space: DiskSpace
    let pool = NIOThreadPool.singleton
    let uploads = Mutex<[String: Upload]>([:])
    let logger: Logger
    /// Where other servers find the files; `nil` where there are none.
    let vault: (any FileVault)?
    let fetches = SharedFetches()

    /// The bounds, as they are now.
    var limits: ServerLimits { settings.limits }

    /// Opens the files of a data folder, and removes what a crash left of uploads.
    ///
    /// Suspends for the log; blocks for the disk.
    ///
    /// - Parameters:
    ///   - store: whose messages refer to files.
    ///   - logger: told when the disk fails.
    /// - Throws: why they cannot be opened.
    init(in path: String, store: ChatStore, settings: LiveSettings, logger: Logger) async throws {
        folder = try FileFolder(in: path)
        space = store.disk ?? DiskSpace(folder: path, floor: settings.limits.diskFloor)
        ledger = FileLedger(settings)
        self.settings = settings
        self.store = store
        self.logger = logger
        vault = store.isShared ? TableVault(store: store, pool: pool) : nil
        let stored = Self.stored(in: folder, logger)
        if let vault {
            for entry in try await vault.list() where entry.isWhole {
                ledger.add(entry.file.hash, size: entry.file.size)
            }
        } else {
            for file in stored { ledger.add(file.hash, size: file.size) }
        }
        ledger.share(try await store.sharedFiles().map { ($0.member, $0.sha256) })
        try resumeUploads(folder.incomingNames)
    }

    // MARK: - Taking in

    /// Asks whether the disk and the log have room for a file, before anything of it has come.
    ///
    /// Does not suspend.
    ///
    /// - Parameter bytes: that are to come, as its client said; 0 where it did not.
    /// - Throws: `507 disk_floor` or `507 log_quota`.
    func checkRoom(for bytes: Int64) throws(Problem) {
        if let refusal = space.refusal(beside: max(0, bytes)) { throw Problem(refusal) }
    }

    /// Begins a temporary for an upload.
    ///
    /// Suspends for the disk.
    ///
    /// - Returns: a new, empty file, and its name.
    /// - Throws: `507` or `503`.
    func makeIncoming() async throws(Problem) -> (id: String, file: IncomingFile) {
        var generator = SystemRandomNumberGenerator()
        let id = (0..<Self.idBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            .hexadecimal
        let path = folder.incoming + "/" + id
        return (id, try await onDisk { try IncomingFile(at: path, isNew: true) })
    }

    /// Takes in a body, no faster than the disk.
    ///
    /// Suspends until it has come. What came of a body that was cut off is in the file.
    ///
    /// - Parameters:
    ///   - file: to which it is appended.
    ///   - limit: the most bytes that the file may have then, with the problem of one more.
    /// - Throws: `400 bad_body` when it was cut off or its chunks are none, `413`, `507` or `503`.
    func take(
        _ body: some AsyncSequence<ByteBuffer, any Error>,
        into file: IncomingFile,
        reserving reservation: FileReservation,
        limit: (bytes: Int64, problem: @Sendable (Int64) -> Problem)
    ) async throws(Problem) {
        var waiting = ByteBuffer()
        var failure: (any Error)?
        do {
            for try await piece in body {
                waiting.writeImmutableBuffer(piece)
                guard waiting.readableBytes >= Self.pieceBytes else { continue }
                try await append(&waiting, to: file, reservation, limit)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            failure = error
        }
        // Also of a body that was cut off: its client goes on from there.
        try await append(&waiting, to: file, reservation, limit)
        if let failure { throw .brokenBody(failure, nil) }
    }

    private func append(
        _ waiting: inout ByteBuffer,
        to file: IncomingFile,
        _ reservation: FileReservation,
        _ limit: (bytes: Int64, problem: @Sendable (Int64) -> Problem)
    ) async throws(Problem) {
        let count = file.count + Int64(waiting.readableBytes)
        guard count <= limit.bytes else { throw limit.problem(count) }
        try reservation.grow(to: count)
        let bytes = waiting
        try await onDisk { [space] in
            if let refusal = space.refusal(beside: Int64(bytes.readableBytes)) { throw refusal }
            try file.append(bytes)
        }
        waiting.clear()
    }

    /// Puts what came of a file on the disk.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameter file: not whole yet.
    /// - Throws: `507` or `503`.
    func synchronize(_ file: IncomingFile) async throws(Problem) {
        try await onDisk { try file.synchronize() }
    }

    /// Puts a whole file where it is kept by its hash, and where other servers find it.
    ///
    /// Suspends until that is durable.
    ///
    /// - Parameters:
    ///   - address: from where it came, as ``ClientNetwork`` tells; empty where nobody knows.
    /// - Returns: what names it, for the message that tells of it.
    /// - Throws: `503` or `507`; the temporary is still there then, as it is afterwards, so that a
    ///   message that cannot be posted can be tried again.
    func store(
        _ file: IncomingFile,
        of author: MemberName,
        at address: String
    ) async throws(Problem) -> StoredFile {
        let hash = try await onDisk { [folder] in
            try file.synchronize()
            let hash = try file.digest()
            try folder.adopt(file, as: hash)
            return hash
        }
        let stored = StoredFile(hash: hash, size: file.count)
        do {
            try await vault?.keep(stored, from: path(of: hash))
        } catch {
            logger.tell(.error, "a file was not kept", because: error)
            throw .filesUnavailable
        }
        ledger.add(hash, size: file.count, of: author, at: address)
        return stored
    }

    // MARK: - Uploads in several requests

    /// Finds an upload.
    ///
    /// - Throws: `404 upload_not_found`, also for another member's.
    func upload(_ id: String, of author: MemberName) throws(Problem) -> Upload {
        guard let upload = uploads.withLock({ $0[id] }), upload.author == author else {
            throw .uploadNotFound
        }
        return upload
    }

    /// Keeps an upload until it is whole, cancelled or too old.
    ///
    /// Suspends for the disk.
    ///
    /// - Parameter upload: which a request has that has just begun it.
    /// - Throws: `503 too_many_uploads` or `503 storage_unavailable`.
    func keep(_ upload: Upload) async throws(Problem) {
        let (isKept, given) = uploads.withLock {
            UploadPlaces(limits: limits).place(upload, among: &$0)
        }
        if let given {
            await given.cutOff()
            await drop(given.id)
        }
        guard isKept else { throw .tooManyUploads(limit: limits.memberUploads) }
        let record = UploadRecord(
            room: upload.room.description,
            name: upload.ticket.name.description,
            author: upload.author.description,
            length: upload.length,
            key: upload.ticket.key,
            began: upload.touched.milliseconds,
            roomMadeAt: upload.ticket.roomMadeAt?.milliseconds
        )
        let path = folder.incoming + "/" + upload.id
        try await onDisk { try record.write(beside: path) }
    }

    /// Forgets an upload and removes what came of it.
    ///
    /// Suspends for the disk.
    func cancel(_ id: String) async {
        let upload = uploads.withLock { $0.removeValue(forKey: id) }
        // Who waits for it is told that it is gone.
        _ = upload?.leave()
        await drop(id)
    }

    /// Removes a temporary, suspending for the disk also in a task that was cancelled.
    ///
    /// - Parameter id: of an upload, kept or not.
    func drop(_ id: String) async {
        await withCheckedContinuation { dropped in
            pool.submit { [folder] _ in
                for name in [id, id + UploadRecord.ending] { folder.drop(name) }
                dropped.resume()
            }
        }
    }

    // MARK: - The disk

    /// Does something that blocks, on a thread for it.
    func onDisk<Value: Sendable>(
        _ body: @escaping @Sendable () throws -> Value
    ) async throws(Problem) -> Value {
        do {
            return try await pool.runIfActive(body)
        } catch FileFailure.full {
            throw .diskFull
        } catch let refusal as StoreError {
            throw Problem(refusal)
        } catch is CancellationError {
            throw .badBody("it was cut off; nothing was done")
        } catch {
            logger.tell(.error, "the files' disk failed", because: error)
            throw .filesUnavailable
        }
    }
}
