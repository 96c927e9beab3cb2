import Glibc
import Synchronization

/// What the threads of one run tell each other.
///
/// The thread that leads sets the times and the ends; the loops read them once a turn.
final class Progress: Sendable {
    let clock = MonotonicClock()
    /// The measured part, in nanoseconds of the run.
    let windowStart = Atomic<UInt64>(.max)
    let windowEnd = Atomic<UInt64>(.max)
    /// Publishers send no more, and streams that were held back now read.
    let isDraining = Atomic<Bool>(false)
    /// Every loop ends.
    let isOver = Atomic<Bool>(false)

    /// The longest time the leading thread was away from a short sleep, in nanoseconds.
    let longestStall = Atomic<UInt64>(0)
    /// A longer one is a problem: the machine stood still, not the server.
    private static let stallAtMost: UInt64 = 2_000_000_000

    private let problems = Mutex<[String]>([])
    /// Problems kept in words; further ones are of the same kind and only counted.
    private static let problemsAtMost = 20

    /// Keeps a problem for the report.
    ///
    /// - Parameter problem: one sentence.
    func note(_ problem: String) {
        problems.withLock { problems in
            if problems.count < Self.problemsAtMost { problems.append(problem) }
        }
    }

    /// Sleeps a little, and notices when that took far longer than asked for.
    ///
    /// - Parameter microseconds: how long, below a second.
    func sleep(microseconds: UInt32) {
        let start = clock.now
        usleep(microseconds)
        let stall = clock.now - start
        guard stall > longestStall.load(ordering: .relaxed) else { return }
        longestStall.store(stall, ordering: .relaxed)
        guard stall > Self.stallAtMost else { return }
        note("the machine stood still for \(stall / 1_000_000) ms: measure again")
    }

    /// The first problems.
    var noted: [String] { problems.withLock { $0 } }

    /// The measured part as it is now known.
    var window: Range<UInt64> {
        let start = windowStart.load(ordering: .acquiring)
        return start..<max(start, windowEnd.load(ordering: .acquiring))
    }
}

/// What one loop tells while it runs.
final class LoopStatus: Sendable {
    /// Streams whose opening has ended.
    let ready = Atomic<Int>(0)
    /// Messages received, each once.
    let received = Atomic<Int>(0)
    /// When the last stream's opening ended, in nanoseconds of the run.
    let lastReady = Atomic<UInt64>(0)
    /// Streams opened again.
    let reopened = Atomic<Int>(0)
}
