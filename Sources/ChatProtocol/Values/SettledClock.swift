/// The time by which is judged what is old enough to be removed.
///
/// A clock that was set wrong for a while must not take away what nothing brings back: of one that
/// jumps ahead the time before the jump goes on for a while. One that goes back is believed at
/// once, since then less is old.
package struct SettledClock: Sendable {
    /// What no correction of a running clock comes to.
    private static let jump: Int64 = 600_000

    private let start = ContinuousClock.now
    /// Milliseconds for which a clock has to go on after a jump to be believed.
    private let wait: Int64
    /// The wall's time when the process began, in milliseconds, as far as it is believed.
    private var believed: Int64?
    /// The same as the clock tells since it has jumped, and the process's time of that.
    private var told: (origin: Int64, since: Int64)?

    /// Whether the clock has jumped ahead and is not believed yet.
    package var isWaiting: Bool { told != nil }

    /// Begins with a time.
    ///
    /// - Parameters:
    ///   - last: the last time that is known; `nil` to believe what it is told first.
    ///   - wait: how long a clock has to go on after a jump to be believed.
    package init(after last: Timestamp? = nil, wait: Duration = .seconds(3600)) {
        believed = last?.milliseconds
        self.wait = Int64(wait / .milliseconds(1))
    }

    /// Tells the time, by a clock of this process that never jumps.
    ///
    /// - Parameter wall: what the system's clock tells.
    /// - Returns: the wall's time, or the one that would be without a jump.
    package mutating func time(of wall: Timestamp) -> Timestamp {
        time(of: wall, after: Int64(start.duration(to: .now) / .milliseconds(1)))
    }

    /// Tells the time.
    ///
    /// - Parameters:
    ///   - wall: what the system's clock tells.
    ///   - uptime: milliseconds since any moment, by a clock that never jumps.
    /// - Returns: the wall's time, or the one that would be without a jump.
    package mutating func time(of wall: Timestamp, after uptime: Int64) -> Timestamp {
        let origin = wall.milliseconds - uptime
        guard let believed, origin - believed > Self.jump else {
            (believed, told) = (origin, nil)
            return wall
        }
        if let told, abs(origin - told.origin) <= Self.jump {
            guard uptime - told.since < wait else {
                (self.believed, self.told) = (origin, nil)
                return wall
            }
        } else {
            told = (origin, uptime)
        }
        return Timestamp(milliseconds: believed + uptime)
    }
}
