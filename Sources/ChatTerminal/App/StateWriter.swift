import Synchronization

/// Writes what is kept, in order, beside the thread that is waited for: a disk that is told to
/// keep something for good takes some milliseconds, in which no key would be served.
final class StateWriter: Sendable {
    /// One write; it blocks on the disk.
    typealias Job = @Sendable () -> Void

    private struct Waiting {
        var jobs: [Job] = []
        var isRunning = false
    }

    private let waiting = Mutex(Waiting())
    /// Held while a job runs, so that two never do at once.
    private let turn = Mutex(())

    /// Puts a write behind those that wait.
    ///
    /// - Parameter job: the write.
    func put(_ job: @escaping Job) {
        let isFirst = waiting.withLock { waiting in
            waiting.jobs.append(job)
            defer { waiting.isRunning = true }
            return !waiting.isRunning
        }
        // It ends by itself, and the process waits for it in ``finish()``.
        if isFirst { Task.detached { self.finish() } }
    }

    /// Does all that waits.
    ///
    /// Blocks on the disk, and until a write that has begun is done.
    func finish() {
        turn.withLock { _ in
            while let job = next() { job() }
        }
    }

    private func next() -> Job? {
        waiting.withLock { waiting in
            guard !waiting.jobs.isEmpty else {
                waiting.isRunning = false
                return nil
            }
            return waiting.jobs.removeFirst()
        }
    }
}
