import NIOCore
import NIOPosix
import TestTools
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10))) struct LoopProbeTests {
    private let start = NIODeadline.uptimeNanoseconds(1_000_000_000)
    private let period = LoopProbe.period

    /// A probe that the test asks, in place of a loop.
    private func probe() -> LoopProbe {
        let probe = LoopProbe()
        #expect(probe.begin(at: start) == start + period)
        return probe
    }

    @Test("Every time that passed in a stall is late by what was left of it")
    func stall() {
        let probe = probe()
        #expect(probe.note(at: start + period) == start + period * 2)
        // It stands still until the fourth time, and is asked for three of them then.
        for _ in 0..<3 { _ = probe.note(at: start + period * 4) }
        #expect(probe.late.count == 4)
        #expect(probe.late.sum == .nanoseconds((period * 3).nanoseconds))
        #expect(probe.late.counts[0] == 2)
    }

    @Test("A stall of seconds counts once, and so does a time that came too early")
    func bounds() {
        let probe = probe()
        let later = start + .seconds(60)
        #expect(probe.note(at: later) == later + period)
        #expect(probe.note(at: later) == later + period * 2)
        #expect(probe.late.count == 2)
        #expect(probe.late.sum == .nanoseconds((.seconds(60) - period).nanoseconds))
    }

    @Test("A probe that was stopped is asked no more")
    func stop() {
        let probe = probe()
        probe.stop()
        #expect(probe.note(at: start + period) == nil)
        #expect(probe.late.count == 0)
    }

    @Test("A loop that is busy for longer than a period is late at least once")
    func busy() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        let probe = LoopProbe()
        try await loop.submit {
            probe.start(on: loop)
            let end = NIODeadline.now() + self.period + .milliseconds(30)
            while NIODeadline.now() < end {}
        }.get()
        await until { probe.late.count > 0 }
        probe.stop()
        #expect(probe.late.sum >= .milliseconds(30))
    }
}
