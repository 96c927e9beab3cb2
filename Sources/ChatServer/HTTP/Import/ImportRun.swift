import ChatProtocol
import ChatStore
import Hummingbird
import NIOCore
import StreamingHTTP

/// One import while it goes on: the upload is read by one task and committed by another, and what
/// is told was committed before.
struct ImportRun: Sendable {
    let services: Services
    let importer: Importer
    /// Bytes of the upload, where the client told.
    let total: Int64?
    /// Whether the client is told by SSE.
    let isEvents: Bool

    /// Takes the upload.
    ///
    /// Suspends until all of it is in the log. When the client goes, what was committed stays.
    ///
    /// - Parameter out: told how far it is, what cannot be taken, and the sum.
    /// - Throws: when the client broke off.
    func run(_ upload: UploadedBody, reportingTo out: StreamWriter) async throws {
        let queue = ImportQueue()
        let report = ImportReport(out: out, isEvents: isEvents, total: total)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // However it ends, the other task must not wait for more.
                defer { queue.end() }
                try await read(upload, into: queue)
            }
            let tally = try await commit(queue, report)
            // Nor must the reader wait for one who takes no more.
            queue.end()
            try await group.waitForAll()
            // Only an upload that came to its end is done.
            if let tally { try await report.done(tally) }
        }
    }

    private func read(_ upload: UploadedBody, into queue: ImportQueue) async throws {
        var rules = ImportRules()
        rules.messageBytes = services.limits.messageBytes
        rules.topicBytes = services.limits.topicBytes
        var decoder = ImportDecoder(rules: rules)
        for try await piece in upload {
            let lines = decoder.rows(in: piece.readableBytesView)
            let part = ImportQueue.Part(lines: lines, bytes: piece.readableBytes)
            guard await queue.give(part), !decoder.isBroken else { return }
        }
        try Task.checkCancellation()
        _ = await queue.give(.init(lines: decoder.finish(), bytes: 0))
    }

    /// Commits what comes; `nil` when the store failed, which the client is told.
    private func commit(_ queue: ImportQueue, _ report: ImportReport) async throws -> ImportTally? {
        var tally = ImportTally()
        let result: Result<Bool, any Error>
        do {
            result = .success(try await commit(queue, report, &tally))
        } catch {
            result = .failure(error)
        }
        // However it ends, what came into the log is told of.
        do throws(Problem) {
            try await importer.end()
        } catch {
            guard case .success(true) = result else { return try result.get() ? tally : nil }
            try await report.fail(error, after: tally)
            return nil
        }
        return try result.get() ? tally : nil
    }

    private func commit(
        _ queue: ImportQueue,
        _ report: ImportReport,
        _ tally: inout ImportTally
    ) async throws -> Bool {
        let memory = ImportMemory()
        var pace = ImportPace(start: services.uptime())
        while let part = await queue.take() {
            try Task.checkCancellation()
            let faults: [ImportFault]
            do throws(Problem) {
                faults = try await commit(part, memory, report, &pace, &tally)
            } catch {
                try await report.fail(error, after: tally)
                return false
            }
            // What was left of the part for that is not in the log.
            try Task.checkCancellation()
            try await report.tell(faults, after: tally.failed - faults.count)
            if pace.isDue(at: services.uptime()) { report.progress(tally) }
        }
        return true
    }

    /// Commits a part, unless the task is cancelled; gives the rows that could not be taken, in
    /// order.
    ///
    /// It is some transactions, and what others write comes in between. There may be very many
    /// where rows are looked for among many events: the client is told between them too.
    private func commit(
        _ part: ImportQueue.Part,
        _ memory: ImportMemory,
        _ report: ImportReport,
        _ pace: inout ImportPace,
        _ tally: inout ImportTally
    ) async throws(Problem) -> [ImportFault] {
        var batch = ImportBatch(room: importer.room, rows: [], memory: memory)
        var numbers: ArraySlice<Int> = []
        var faults: [ImportFault] = []
        for line in part.lines {
            switch line.row {
            case .success(let row):
                batch.rows.append(row)
                numbers.append(line.line)
            case .failure(let failure):
                faults.append(ImportFault(line, failure))
            }
        }
        while !batch.rows.isEmpty, !Task.isCancelled {
            let fates = try await importer.take(batch)
            for (fate, number) in zip(fates, numbers) {
                switch fate {
                case .imported: tally.imported += 1
                case .skipped: tally.skipped += 1
                case .refused(let refusal):
                    faults.append(ImportFault(line: number, detail: refusal.words))
                }
            }
            batch.rows.removeFirst(fates.count)
            numbers.removeFirst(fates.count)
            // The end of the part is told of with its bytes.
            guard !batch.rows.isEmpty, pace.isDue(at: services.uptime()) else { continue }
            report.progress(tally)
        }
        tally.failed += faults.count
        tally.bytes += part.bytes
        return faults.sorted { $0.line < $1.line }
    }
}
