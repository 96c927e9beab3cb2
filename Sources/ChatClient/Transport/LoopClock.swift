import NIOCore
import NIOPosix

/// A clock whose sleepers wake on an event loop's timers.
///
/// The runtime's own timers run on Dispatch's pool of threads, which looks after itself once a
/// second for as long as the process lives: ten wake-ups in ten seconds of nothing to do.
/// Source: libdispatch, `src/event/workqueue.c`, `_dispatch_workq_monitor_pools`.
package struct LoopClock: Clock {
    /// Moments are those of the clock that goes on while the machine sleeps.
    package typealias Instant = ContinuousClock.Instant

    private let clock = ContinuousClock()

    /// Makes a clock; all are the same.
    package init() {}

    package var now: Instant { clock.now }
    package var minimumResolution: Duration { .milliseconds(1) }

    /// Sleeps.
    ///
    /// Suspends until the moment has come or the task is cancelled.
    ///
    /// - Parameter deadline: one that is past does not wait.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let wait = max(.zero, now.duration(to: deadline))
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let timer = loop.scheduleTask(in: TimeAmount(wait)) {}
        try await withTaskCancellationHandler {
            try await timer.futureResult.get()
        } onCancel: {
            timer.cancel()
        }
    }
}
