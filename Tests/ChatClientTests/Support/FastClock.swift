/// A clock whose sleepers wake early, so that a wait of seconds is over in moments.
struct FastClock: Clock {
    /// For tests of waits: a time that next to nothing passes of, so that no server on a busy
    /// machine is taken for a silent one.
    static let brisk = FastClock(speed: 10, pace: 0.01)
    /// For tests that wait for a silence: a heartbeat of 20 s is over in 200 ms.
    static let rapid = FastClock(speed: 100, pace: 100)

    /// How much sooner than asked a sleeper wakes.
    let speed: Double
    /// How much of its time passes in a real second.
    let pace: Double

    struct Instant: InstantProtocol {
        var real: ContinuousClock.Instant
        let pace: Double

        func advanced(by duration: Duration) -> Instant {
            Instant(real: real.advanced(by: duration / pace), pace: pace)
        }

        func duration(to other: Instant) -> Duration {
            real.duration(to: other.real) * pace
        }

        static func < (left: Instant, right: Instant) -> Bool { left.real < right.real }
    }

    var now: Instant { Instant(real: .now, pace: pace) }
    var minimumResolution: Duration { .milliseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let left = now.duration(to: deadline) / speed
        try await ContinuousClock().sleep(until: ContinuousClock.now + left)
    }
}
