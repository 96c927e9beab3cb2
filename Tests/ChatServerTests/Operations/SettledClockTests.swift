import ChatProtocol
import Testing

@testable import ChatServer

/// A clock that is set wrong for a while, and what is old by it.
@Suite struct SettledClockTests {
    private static let minute: Int64 = 60_000
    private static let day: Int64 = 86_400_000
    private static let start: Int64 = 1_795_000_000_000

    /// The time that is told minutes after the start, where the clock is wrong by so much.
    private func told(_ clock: inout SettledClock, _ minutes: Int64, wrong: Int64 = 0) -> Int64 {
        let uptime = minutes * Self.minute
        let wall = Timestamp(milliseconds: Self.start + uptime + wrong)
        return clock.time(of: wall, after: uptime).milliseconds - Self.start - uptime
    }

    @Test("A clock that goes as it should is told as it is, small corrections too")
    func steady() {
        var clock = SettledClock()
        for minutes in 0..<200 {
            let wrong = Int64(minutes) * 5000
            #expect(told(&clock, Int64(minutes), wrong: wrong) == wrong)
        }
        #expect(!clock.isWaiting)
    }

    @Test("What jumps ahead and comes back has made nothing old, and what stays counts in an hour")
    func ahead() {
        var clock = SettledClock()
        _ = told(&clock, 0)
        #expect(told(&clock, 1, wrong: 30 * Self.day) == 0 && clock.isWaiting)
        #expect(told(&clock, 60, wrong: 30 * Self.day) == 0)
        #expect(told(&clock, 60) == 0 && !clock.isWaiting)
        #expect(told(&clock, 61, wrong: Self.day) == 0)
        // Another jump begins another hour.
        #expect(told(&clock, 100, wrong: 40 * Self.day) == 0)
        #expect(told(&clock, 159, wrong: 40 * Self.day) == 0)
        #expect(told(&clock, 160, wrong: 40 * Self.day) == 40 * Self.day && !clock.isWaiting)
    }

    @Test("A first time that is far ahead of the last that is known is a jump too")
    func first() {
        let trials = [(-40 * Self.day, false), (9 * Self.minute, false), (Self.day, true)]
        for (ahead, isJump) in trials {
            var clock = SettledClock(after: Timestamp(milliseconds: Self.start))
            #expect(told(&clock, 0, wrong: ahead) == (isJump ? 0 : ahead))
            #expect(told(&clock, 59, wrong: ahead) == (isJump ? 0 : ahead))
            #expect(told(&clock, 60, wrong: ahead) == ahead && !clock.isWaiting)
        }
    }

    @Test("What goes back is believed at once")
    func back() {
        var clock = SettledClock()
        _ = told(&clock, 0)
        #expect(told(&clock, 1, wrong: -Self.day) == -Self.day && !clock.isWaiting)
        #expect(told(&clock, 2) == -Self.day && clock.isWaiting)
        #expect(told(&clock, 62) == 0)
    }
}
