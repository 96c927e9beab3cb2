import Glibc
import Synchronization

/// One run: streams open, publishers post, every stream is waited for, all is counted.
package struct Run {
    let plan: Plan
    let progress = Progress()
    private let acknowledged = AcknowledgedPosts()

    /// How often the leading thread looks, in microseconds.
    private static let glance: UInt32 = 2000
    /// From the order to measure to its beginning, so that all loops know of it in time.
    private static let notice: UInt64 = 60_000_000

    /// A group of streams that read alike, on threads of their own.
    private struct Group {
        let pace: Pace
        let streams: Int
        let threads: Int
    }

    /// A run that has not begun.
    ///
    /// - Parameter plan: what it is to do.
    /// - Throws: `LoadError` when the plan cannot be run.
    package init(plan: Plan) throws(LoadError) {
        try plan.check()
        self.plan = plan
    }

    /// Makes the run; blocks the thread until it has ended.
    ///
    /// - Returns: what was found.
    /// - Throws: `LoadError` when it could not be made.
    package func callAsFunction() throws(LoadError) -> Report {
        raiseDescriptorLimit()
        // OpenSSL writes without MSG_NOSIGNAL; a connection that breaks is told by its result.
        signal(SIGPIPE, SIG_IGN)
        var report = emptyReport
        let process = plan.process.map(ServerProcess.init)
        report.memoryBefore = process?.use(withMemory: true)
        let readers = groups.flatMap(readers(of:))
        for reader in readers { try reader.start(progress: progress, posts: acknowledged) }
        awaitOpening(readers, report: &report)
        if plan.isConnectOnly {
            report.fill(from: report.memoryBefore, to: process?.use(withMemory: false))
            pause(seconds: plan.holdSeconds)
        }
        report.memoryIdle = process?.use(withMemory: true)
        if let returning = plan.returning {
            acknowledged.set([Array(repeating: UInt32(returning.missed), count: plan.rooms)])
        }
        if !plan.isConnectOnly, progress.noted.isEmpty {
            let posts = try publish(process: process, report: &report)
            acknowledged.set(posts.acknowledged)
            awaitDeliveries(readers)
            report.fill(posts, seconds: plan.seconds)
        }
        report.memoryAfter = process?.use(withMemory: true)
        progress.isOver.store(true, ordering: .releasing)
        for reader in readers { reader.join() }
        fill(&report, readers: readers)
        return report
    }

    // MARK: - Streams

    private var groups: [Group] {
        [
            Group(pace: .eager, streams: plan.streams, threads: plan.readerThreads),
            Group(pace: .stopped, streams: plan.stopped, threads: 1),
            Group(pace: .slow, streams: plan.slow, threads: 1),
            Group(pace: .churn(perSecond: plan.churn), streams: plan.churn, threads: 1),
        ].filter { $0.streams > 0 }
    }

    private func readers(of group: Group) -> [Reader] {
        var first = 0
        return (0..<group.threads).map { thread in
            let end = group.streams * (thread + 1) / group.threads
            defer { first = end }
            return Reader(
                plan: ReaderPlan(
                    dialect: plan.streamDialect,
                    pace: group.pace,
                    streams: end - first,
                    firstStream: first,
                    rooms: plan.rooms,
                    publishers: plan.returning == nil ? plan.publishers : 1,
                    messageBytes: plan.size,
                    isNamed: plan.isNamed,
                    openingAtMost: plan.openingAtMost,
                    returning: plan.returning,
                    isStrict: plan.isStrict,
                    isSecure: plan.isSecure
                )
            )
        }
    }

    private func awaitOpening(_ readers: [Reader], report: inout Report) {
        let start = progress.clock.now
        let wanted = readers.reduce(0) { $0 + $1.plan.streams }
        let isOpen = wait(seconds: plan.openSeconds) {
            let ready = readers.reduce(0) { $0 + $1.status.ready.load(ordering: .acquiring) }
            return ready >= wanted || !progress.noted.isEmpty
        }
        let ready = readers.reduce(0) { $0 + $1.status.ready.load(ordering: .acquiring) }
        let last = readers.map { $0.status.lastReady.load(ordering: .relaxed) }.max() ?? start
        report.connectsPerSecond = Double(ready) / (Double(max(last, start + 1) - start) / 1e9)
        if !isOpen {
            progress.note("\(ready) of \(wanted) streams opened in \(plan.openSeconds) s")
        }
    }

    private func awaitDeliveries(_ readers: [Reader]) {
        let wanted = readers.filter { reader in
            if case .churn = reader.plan.pace { return false }
            return true
        }.map { reader in
            (
                reader,
                (0..<reader.plan.streams).reduce(0) {
                    $0 + acknowledged.total(room: reader.plan.room(of: $1))
                }
            )
        }
        progress.isDraining.store(true, ordering: .releasing)
        _ = wait(seconds: plan.drainSeconds) {
            wanted.allSatisfy { $0.status.received.load(ordering: .acquiring) >= $1 }
        }
    }

    // MARK: - Posts

    private func publish(
        process: ServerProcess?,
        report: inout Report
    ) throws(LoadError) -> PublisherResult {
        let thread = try LoopThread { [plan, progress] in
            do throws(LoadError) {
                return try PublisherLoop(plan: plan, progress: progress).run()
            } catch {
                progress.note("publishers: \(error)")
                return PublisherResult()
            }
        }
        pause(seconds: plan.warmUpSeconds)
        let start = progress.clock.now + Self.notice
        progress.windowEnd.store(start + UInt64(plan.seconds * 1e9), ordering: .releasing)
        progress.windowStart.store(start, ordering: .releasing)
        pause(until: start)
        let before = process?.use(withMemory: false)
        pause(until: start + UInt64(plan.seconds * 1e9))
        report.fill(from: before, to: process?.use(withMemory: false))
        return thread.join() ?? PublisherResult()
    }

    // MARK: - Waiting

    private func wait(seconds: Double, until isDone: () -> Bool) -> Bool {
        let end = progress.clock.now + UInt64(seconds * 1e9)
        while progress.clock.now < end {
            if isDone() { return true }
            progress.sleep(microseconds: Self.glance)
        }
        return isDone()
    }

    private func pause(seconds: Double) {
        pause(until: progress.clock.now + UInt64(seconds * 1e9))
    }

    private func pause(until time: UInt64) {
        while progress.clock.now < time {
            let rest = (time - min(time, progress.clock.now)) / 1000 + 1
            progress.sleep(microseconds: UInt32(min(50_000, rest)))
        }
    }
}
