import ChatProtocol
import Testing

@testable import ChatServer

/// Limits of rate that hold over several servers.
@Suite struct SharedRateTests {
    private func limiter() -> RateLimiter<String> {
        RateLimiter(Rate(perSecond: 10, burst: 20), limit: 100, isShared: true)
    }

    @Test("What is taken at one server is taken at the other a moment later")
    func deducted() {
        let (first, second) = (limiter(), limiter())
        for _ in 0..<20 { #expect(first.take(for: "ann", now: .zero).wait == .zero) }
        #expect(first.take(for: "ann", now: .zero).wait > .zero)
        #expect(first.takeSpent() == ["ann": 20])
        #expect(first.takeSpent() == [:])
        second.spend(20, of: "ann", now: .zero)
        #expect(second.take(for: "ann", now: .zero).wait > .zero)
        #expect(second.take(for: "bob", now: .zero).wait == .zero)
        // What another one took is not told on.
        #expect(second.takeSpent() == ["bob": 1])
    }

    @Test("For long, two servers together let no more through than one")
    func forLong() {
        let limiters = [limiter(), limiter()]
        var passed = 0
        for tick in 0..<400 {
            let now = Duration.milliseconds(tick * 250)
            for limiter in limiters {
                for _ in 0..<10 where limiter.take(for: "ann", now: now).wait == .zero {
                    passed += 1
                }
            }
            let spent = limiters.map { $0.takeSpent()["ann"] ?? 0 }
            limiters[0].spend(spent[1], of: "ann", now: now)
            limiters[1].spend(spent[0], of: "ann", now: now)
        }
        // 100 seconds at ten a second, and a burst at each.
        #expect((900...1040).contains(passed), "\(passed)")
    }

    @Test("What was told keeps nobody waiting for longer than a burst is worth")
    func bounded() {
        let limiter = limiter()
        for _ in 0..<100 { limiter.spend(1_000_000, of: "ann", now: .zero) }
        limiter.spend(-5, of: "ann", now: .zero)
        let wait = limiter.take(for: "ann", now: .zero).wait
        #expect(wait > .seconds(2) && wait < .milliseconds(2200))
    }

    @Test("What is remembered until it is told is bounded, and nothing where nobody is told")
    func remembered() {
        var spent = SpentTokens<Int>(limit: 2)
        for key in [1, 2, 3, 1] { spent.note(key) }
        #expect(spent.take() == [1: 2, 2: 1])
        let lonely = RateLimiter<String>(Rate(perSecond: 10, burst: 20), limit: 100)
        _ = lonely.take(for: "ann", now: .zero)
        #expect(lonely.takeSpent() == [:])
    }
}
