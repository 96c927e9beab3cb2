import Glibc

/// Nanoseconds since a run began, by the clock that is never set.
///
/// Sender and receiver are one process, so one clock measures from send to receipt.
struct MonotonicClock: Sendable {
    private let origin: UInt64

    /// Begins to count now.
    init() { origin = Self.absolute() }

    /// The time since the beginning, in nanoseconds.
    var now: UInt64 { Self.absolute() &- origin }

    private static func absolute() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) &* 1_000_000_000 &+ UInt64(time.tv_nsec)
    }
}
