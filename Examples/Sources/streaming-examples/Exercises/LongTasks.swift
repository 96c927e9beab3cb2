import ServiceLifecycle
import Synchronization

/// Tasks that go on whoever watches them, each with any number of watchers.
final class LongTasks: Service {
    /// How far a task is.
    enum Report: Sendable {
        case percent(Int)
        /// It has ended, and this came of it.
        case sum(Int)
    }

    private struct LongTask {
        var report = Report.percent(0)
        var watchers: [AsyncStream<Report>.Continuation] = []
    }

    private struct State {
        var last = 0
        var tasks: [Int: LongTask] = [:]
        var running = 0
    }

    private static let runningLimit = 16
    /// The newest tasks of which the end is known.
    private static let keptTasks = 256

    private let state = Mutex(State())
    private let jobs = AsyncStream<(id: Int, tick: Duration)>.makeStream()

    /// Starts a task.
    ///
    /// - Parameter tick: between two reports.
    /// - Returns: its number; `nil` while too many are running.
    func start(tick: Duration) -> Int? {
        let id = state.withLock { state -> Int? in
            guard state.running < Self.runningLimit else { return nil }
            state.running += 1
            state.last += 1
            state.tasks[state.last] = LongTask()
            return state.last
        }
        if let id { jobs.continuation.yield((id, tick)) }
        return id
    }

    /// Watches a task: where it is now, and then each step.
    ///
    /// A watcher that is slow is told the newest alone, so it costs no memory.
    ///
    /// - Parameter id: the task's number.
    /// - Returns: the reports, which end with the task; `nil` if there is no such task.
    func follow(_ id: Int) -> AsyncStream<Report>? {
        let (reports, watcher) = AsyncStream<Report>.makeStream(
            bufferingPolicy: .bufferingNewest(1)
        )
        let isKnown = state.withLock { state in
            guard let task = state.tasks[id] else { return false }
            watcher.yield(task.report)
            if case .sum = task.report {
                watcher.finish()
            } else {
                state.tasks[id]?.watchers.append(watcher)
            }
            return true
        }
        return isKnown ? reports : nil
    }

    /// Runs the tasks until the server stops.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await job in jobs.stream.cancelOnGracefulShutdown() {
                group.addTask { await self.work(job.id, job.tick) }
            }
            group.cancelAll()
        }
    }

    private func work(_ id: Int, _ tick: Duration) async {
        var sum = 0
        for percent in 1...100 {
            sum += percent
            guard percent.isMultiple(of: 10) else { continue }
            report(.percent(percent), of: id)
            // The server stops: so does the task.
            guard (try? await pause(tick)) != nil else { break }
        }
        report(.sum(sum), of: id)
    }

    private func report(_ report: Report, of id: Int) {
        state.withLock { state in
            state.tasks[id]?.report = report
            state.tasks[id]?.watchers.removeAll { watcher in
                // A client that has gone watches no more.
                if case .terminated = watcher.yield(report) { return true }
                return false
            }
            guard case .sum = report else { return }
            for watcher in state.tasks[id]?.watchers ?? [] { watcher.finish() }
            state.tasks[id]?.watchers = []
            state.running -= 1
            state.tasks[id - Self.keptTasks] = nil
        }
    }
}
