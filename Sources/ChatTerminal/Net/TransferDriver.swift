import ChatClient
import ChatProtocol
import ChatTUI
import SmallFiles
import Synchronization

/// Sends and fetches files beside everything else, a few at a time.
final class TransferDriver: Sendable {
    /// Transfers that wait to begin; the model has no more than that on their way.
    private static let jobLimit = 16
    /// How long no server may answer before a file is given up.
    private static let patience = Duration.seconds(600)

    private typealias Job = (number: Int, job: Transfer.Job, stops: AsyncStream<Void>)

    private let inbox: ServerInbox
    private let folders: UserFolders
    private let jobs = AsyncStream.makeStream(
        of: Job.self,
        bufferingPolicy: .bufferingOldest(jobLimit)
    )
    /// How many transfers came to nothing.
    let failed = Mutex(0)
    /// What stops each transfer that is on its way.
    private let stops = Mutex<[Int: AsyncStream<Void>.Continuation]>([:])

    /// Makes a driver; nothing moves before it runs.
    init(inbox: ServerInbox, folders: UserFolders) {
        self.inbox = inbox
        self.folders = folders
    }

    /// Begins a transfer.
    ///
    /// Suspends only to refuse it.
    ///
    /// - Parameters:
    ///   - number: by which the model knows it.
    ///   - job: what is to be done.
    func begin(_ number: Int, _ job: Transfer.Job) async {
        let (stream, stop) = AsyncStream.makeStream(
            of: Void.self,
            bufferingPolicy: .bufferingNewest(1)
        )
        stops.withLock { $0[number] = stop }
        if case .dropped = jobs.continuation.yield((number, job, stream)) {
            await fail(number, "too many files are on their way")
        }
    }

    /// Stops a transfer; it tells its end itself.
    ///
    /// Does not suspend.
    ///
    /// - Parameter number: by which the model knows it.
    func stop(_ number: Int) {
        stops.withLock { _ = $0[number]?.yield() }
    }

    /// Moves files until the task is cancelled.
    ///
    /// Suspends throughout.
    ///
    /// - Parameters:
    ///   - transport: the way to the server.
    ///   - speaker: who sends and fetches at the time.
    func run(over transport: Transport, as speaker: @Sendable () -> MemberName) async {
        await withDiscardingTaskGroup { group in
            for await job in jobs.stream {
                let files = FileTransfers(over: transport, as: speaker(), patience: Self.patience)
                group.addTask { await self.move(job, files) }
            }
            group.cancelAll()
        }
    }

    private func fail(_ number: Int, _ words: String) async {
        failed.withLock { $0 += 1 }
        await end(number, .failed(words))
    }

    private func end(_ number: Int, _ report: Transfer.Report) async {
        stops.withLock { $0[number] = nil }
        await inbox.put(.transfer(number, report))
    }

    /// Moves one file, unless it is stopped first.
    private func move(_ job: Job, _ files: FileTransfers) async {
        let address = UploadAddress()
        let report = await withTaskGroup(of: Transfer.Report?.self) { group in
            group.addTask { await self.moved(job, files, address) }
            group.addTask {
                for await _ in job.stops { return nil }
                return nil
            }
            let report = await group.next() ?? nil
            group.cancelAll()
            return report
        }
        if report == nil { await files.forget(address) }
        await end(job.number, report ?? .ended("stopped"))
    }

    private func moved(
        _ job: Job,
        _ files: FileTransfers,
        _ address: UploadAddress
    ) async -> Transfer.Report? {
        let meter = TransferMeter { [inbox] progress in
            await inbox.put(.transfer(job.number, Transfer.Report(progress)))
        }
        do {
            switch job.job {
            case .send(let path, let name, let room):
                let name = try name ?? Self.name(of: path)
                _ = try await files.send(
                    WholePath.expanded(path, home: folders.home),
                    as: name,
                    to: room,
                    keeping: address
                ) { await meter.take($0) }
                return .ended("\(name) was sent to \(room)")
            case .fetch(let file, let path):
                let target = LocalPath.target(for: file, at: path, home: folders.home)
                let place = try await files.fetch(file, to: target) { await meter.take($0) }
                return .ended("saved as \(SafeText(WholePath.ofFile(at: place)).singleLine)")
            case .show(let file):
                guard let folder = PictureFolder(in: folders.temporary) else {
                    failed.withLock { $0 += 1 }
                    return .failed("no folder can be made for the picture")
                }
                return .arrived(path: try await Self.fetch(file, to: folder, files, meter))
            }
        } catch is CancellationError {
            return nil
        } catch {
            failed.withLock { $0 += 1 }
            return .failed(SafeText("not done: \(error)").singleLine)
        }
    }

    /// Fetches a picture to its folder, which goes if the picture does not come.
    private static func fetch(
        _ file: FileReference,
        to folder: PictureFolder,
        _ files: FileTransfers,
        _ meter: TransferMeter
    ) async throws -> String {
        do {
            return try await files.fetch(file, to: folder.picture) { await meter.take($0) }
        } catch {
            folder.remove()
            throw error
        }
    }

    private static func name(of path: String) throws(NameError) -> FileName {
        try FileName(path.split(separator: "/").last ?? "")
    }
}

extension Transfer.Report {
    /// Takes over what the client tells.
    ///
    /// - Parameter progress: of a transfer that goes on.
    init(_ progress: TransferProgress) {
        switch progress {
        case .moved(let done, let total): self = .moved(done, of: total)
        case .waiting(let reason): self = .waiting(reason: reason)
        }
    }
}
