/// A clock that runs faster than the real one, so that a heartbeat of 20 s is over in milliseconds.
struct FastClock: Clock {
    /// Slow enough that no test on a busy machine is taken for a silent server.
    static let brisk = FastClock(speed: 10)
    /// For tests that wait for a silence.
    static let rapid = FastClock(speed: 100)

    let speed: Double

    struct Instant: InstantProtocol {
        var real: ContinuousClock.Instant
        let speed: Double

        func advanced(by duration: Duration) -> Instant {
            Instant(real: real.advanced(by: duration / speed), speed: speed)
        }

        func duration(to other: Instant) -> Duration {
            real.duration(to: other.real) * speed
        }

        static func < (left: Instant, right: Instant) -> Bool { left.real < right.real }
    }

    var now: Instant { Instant(real: .now, speed: speed) }
    var minimumResolution: Duration { .milliseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await ContinuousClock().sleep(until: deadline.real)
    }
}

/// Randomness that is the same each time.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Source: SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
