import Dispatch

/// How often, and how long, a write is tried again.
struct WriteTries {
    private static let shortest = Duration.milliseconds(10)
    private static let longest = Duration.seconds(1)

    private let end: ContinuousClock.Instant
    private var pause = WriteTries.shortest

    /// Begins.
    ///
    /// - Parameter time: after which it is not tried again.
    init(for time: Duration) {
        end = ContinuousClock.now.advanced(by: time)
    }

    /// Waits until it is time to try again: longer each time, and not as long as others do.
    ///
    /// Blocks.
    ///
    /// - Returns: false, at once, when it is too late for that.
    mutating func wait() -> Bool {
        let next = pause * Double.random(in: 0.5...1)
        guard ContinuousClock.now.advanced(by: next) <= end else { return false }
        pause = min(pause * 2, Self.longest)
        _ = DispatchSemaphore(value: 0).wait(timeout: .now() + next / .seconds(1))
        return true
    }
}
