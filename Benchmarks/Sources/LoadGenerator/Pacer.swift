import CEvents
import Glibc

/// Says which posts are due, and wakes the loop for each.
///
/// A timer of the kernel does, since a wait in milliseconds is too coarse for evenly spaced posts.
final class Pacer {
    /// The shortest time between two wakes, in nanoseconds: what is due within it is sent together.
    private static let shortestWait: UInt64 = 20_000

    private let timer: Int32
    private let rate: Int
    private(set) var schedule: Schedule?
    private var given: UInt64 = 0

    /// A pacer that does not run yet.
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
        epoll.add(timer, token: token)
    }

    deinit { close(timer) }

    /// The posts that came due since the last call; the timer wakes the loop for the next.
    ///
    /// - Parameter now: nanoseconds of the run; the first post is due at the first call.
    /// - Returns: their numbers.
    func due(now: UInt64) -> Range<UInt64> {
        let schedule = self.schedule ?? Schedule(rate: rate, start: now)
        self.schedule = schedule
        let all = max(given, schedule.count(through: now))
        defer { given = all }
        let next = schedule.time(of: all)
        wake(in: max(Self.shortestWait, next - min(next, now)))
        return given..<all
    }

    private func wake(in wait: UInt64) {
        let second: UInt64 = 1_000_000_000
        let time = timespec(tv_sec: Int(wait / second), tv_nsec: Int(wait % second))
        var setting = itimerspec(it_interval: timespec(), it_value: time)
        unsafe timerfd_settime(timer, 0, &setting, nil)
    }
}
