import Dispatch
import Synchronization

/// Writes what is kept beside the thread that is waited for: a disk that is told to keep something
/// for good takes some milliseconds, in which no key would be served.
final class StateWriter: Sendable {
    /// One write, which tells whether it is there; it blocks on the disk.
    typealias Job = @Sendable () -> Bool

    /// One thing that is kept.
    ///
    /// A write takes the place of one that waits for the disk: no more than one ever does.
    final class Place: Sendable {
        fileprivate struct Waiting {
            var job: Job?
        }

        fileprivate let waiting = Mutex(Waiting())
        private let failed = Atomic(false)

        /// Whether the last write came to nothing, so that what it held is still to be written.
        var isOwed: Bool { failed.load(ordering: .relaxed) }

        fileprivate func write() {
            guard let job = waiting.withLock({ $0.job.take() }) else { return }
            failed.store(!job(), ordering: .relaxed)
        }
    }

    // A thread of its own: those that tasks share are few, and must not wait for a disk.
    private let queue = DispatchQueue(label: "kept state")

    /// Has something written.
    func put(_ job: @escaping Job, at place: Place) {
        let isFirst = place.waiting.withLock { waiting in
            defer { waiting.job = job }
            return waiting.job == nil
        }
        if isFirst { queue.async { place.write() } }
    }

    /// Sees all that waits written.
    ///
    /// Blocks on the disk.
    func finish() {
        queue.sync {}
    }
}
