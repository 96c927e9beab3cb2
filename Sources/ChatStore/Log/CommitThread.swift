import Glibc

/// A thread of the system for one long piece of work that blocks: it ends with the work.
///
/// The pool has as many threads as there are cores; a disk must not hold one of them.
enum CommitThread {
    /// Nanoseconds that it runs before another thread's turn comes: a commit of some rows fits.
    private static let slice: UInt64 = 300_000

    /// The work and what is told of its end, on their way to the thread.
    private final class Job {
        let work: @Sendable () -> Void
        let end: CheckedContinuation<Bool, Never>

        init(_ work: @escaping @Sendable () -> Void, end: CheckedContinuation<Bool, Never>) {
            self.work = work
            self.end = end
        }
    }

    /// Runs a piece of work on a thread of its own.
    ///
    /// Suspends until the work has returned and what it held is released.
    ///
    /// - Parameter work: may block; nothing cancels it from outside.
    /// - Returns: false when the system gives no thread and the work was not begun.
    static func run(_ work: @escaping @Sendable () -> Void) async -> Bool {
        await withCheckedContinuation { end in
            // The thread takes the one reference made here over; without a thread it is let go.
            let job = unsafe Unmanaged.passRetained(Job(work, end: end))
            guard unsafe !start(job.toOpaque()) else { return }
            unsafe job.release()
            end.resume(returning: false)
        }
    }

    /// Starts a thread that nobody joins; false when there is none to be had.
    private static func start(_ job: UnsafeMutableRawPointer) -> Bool {
        var thread = pthread_t()
        // The call writes the thread's name before it returns; the job outlives the call.
        guard unsafe pthread_create(&thread, nil, enter, job) == 0 else { return false }
        pthread_detach(thread)
        return true
    }

    /// Does the work; on return, nothing of it is held here any more.
    fileprivate static func work(
        off job: UnsafeMutableRawPointer
    ) -> CheckedContinuation<Bool, Never> {
        // Made by `run` from a `Job`, and given to this thread alone.
        let job = unsafe Unmanaged<Job>.fromOpaque(job).takeRetainedValue()
        ThreadSlice.shorten(to: slice)
        job.work()
        return job.end
    }
}

/// Where the thread begins.
private func enter(_ job: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let job = unsafe job else { return nil }
    unsafe CommitThread.work(off: job).resume(returning: true)
    return nil
}
