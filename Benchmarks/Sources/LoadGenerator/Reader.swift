import Synchronization

/// A reading loop on its thread, as the leading thread sees it.
final class Reader {
    let plan: ReaderPlan
    let status = LoopStatus()
    private(set) var result: ReaderResult?
    private var thread: LoopThread<ReaderResult>?

    /// A loop that has not begun.
    ///
    /// - Parameter plan: its streams.
    init(plan: ReaderPlan) { self.plan = plan }

    /// Starts it.
    ///
    /// - Parameters:
    ///   - progress: the run's.
    ///   - posts: what is acknowledged, known when the run is over.
    /// - Throws: `LoadError` when there is no thread for it.
    func start(progress: Progress, posts: AcknowledgedPosts) throws(LoadError) {
        thread = try LoopThread { [plan, status] in
            do throws(LoadError) {
                return try ReaderLoop(plan: plan, progress: progress, status: status)
                    .run { posts.counts(room: $0) }
            } catch {
                progress.note("readers: \(error)")
                return ReaderResult()
            }
        }
    }

    /// Blocks until it has ended, and keeps what it found.
    func join() {
        guard let thread = thread.take() else { return }
        result = thread.join()
    }
}

/// How many posts of each publisher to each room were acknowledged, once all are.
final class AcknowledgedPosts: Sendable {
    private let counts = Mutex<[[UInt32]]>([])

    /// Sets it.
    ///
    /// - Parameter counts: by publisher and then by room.
    func set(_ counts: [[UInt32]]) { self.counts.withLock { $0 = counts } }

    /// The counts of one room.
    ///
    /// - Parameter room: from 0.
    /// - Returns: one count a publisher; empty when nobody posted.
    func counts(room: Int) -> [UInt32] { counts.withLock { $0.map { $0[room] } } }

    /// The posts to one room, over all publishers.
    ///
    /// - Parameter room: from 0.
    /// - Returns: their number.
    func total(room: Int) -> Int { counts.withLock { $0.reduce(0) { $0 + Int($1[room]) } } }
}
