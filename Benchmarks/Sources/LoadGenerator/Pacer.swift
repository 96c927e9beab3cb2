import CEvents
import Glibc

/// Says how many posts are due at a rate, whatever became of the ones before.
///
/// A timer of the kernel wakes the loop, since a wait in milliseconds is too coarse for evenly
/// spaced posts.
final class Pacer {
    /// The shortest time between two wakes, in nanoseconds.
    private static let shortestTick = 500_000

    private let timer: Int32
    private let rate: Int
    private var start: UInt64?
    private var given: UInt64 = 0

    /// A pacer whose timer runs.
    ///
    /// - Parameters:
    ///   - rate: posts a second, at least 1.
    ///   - epoll: the list that the timer is added to.
    ///   - token: what the timer is named by there.
    /// - Throws: `LoadError` when the kernel gives no timer.
    init(rate: Int, epoll: Epoll, token: Int) throws(LoadError) {
        self.rate = rate
        timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_NONBLOCK))
        guard timer >= 0 else { throw LoadError.lastCall("timerfd_create") }
        let tick = max(Self.shortestTick, 1_000_000_000 / rate)
        let time = timespec(tv_sec: tick / 1_000_000_000, tv_nsec: tick % 1_000_000_000)
        var setting = itimerspec(it_interval: time, it_value: time)
        unsafe timerfd_settime(timer, 0, &setting, nil)
        epoll.add(timer, token: token)
    }

    deinit { close(timer) }

    /// The posts that are due and were not given out yet.
    ///
    /// - Parameter now: nanoseconds of the run.
    /// - Returns: how many; the first is due at the first call.
    func due(now: UInt64) -> Int {
        let start = self.start ?? now
        self.start = start
        let all = (now - start) * UInt64(rate) / 1_000_000_000 + 1
        defer { given = all }
        return Int(all - given)
    }
}
