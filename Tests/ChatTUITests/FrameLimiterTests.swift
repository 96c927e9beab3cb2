import ChatTUI
import Testing

@Suite struct FrameLimiterTests {
    private typealias Pace = FrameLimiter<ContinuousClock.Instant>
    private let start = ContinuousClock.now

    private func drawn() -> Pace {
        var pace = Pace()
        pace.noteDrawn(at: start)
        return pace
    }

    @Test("The first picture is due at once")
    func first() {
        #expect(Pace().wait(at: start) == .zero)
    }

    @Test("A screen on which nothing changed is not drawn")
    func unchanged() {
        #expect(drawn().wait(at: start.advanced(by: .seconds(60))) == nil)
    }

    @Test("A key's picture is due at once, also right after another picture and among news")
    func key() {
        var pace = drawn()
        pace.noteNews()
        pace.noteKey()
        #expect(pace.wait(at: start) == .zero)
    }

    @Test("News waits for its turn, and is drawn when that has come")
    func news() {
        var pace = drawn()
        pace.noteNews()
        #expect(pace.wait(at: start.advanced(by: .milliseconds(3))) == .milliseconds(13))
        #expect(pace.wait(at: start.advanced(by: .milliseconds(17))) == .zero)
    }

    @Test("A key's picture shows the news too, and the next news waits from there")
    func keyThenNews() {
        var pace = drawn()
        pace.noteNews()
        pace.noteKey()
        let now = start.advanced(by: .milliseconds(2))
        pace.noteDrawn(at: now)
        #expect(pace.wait(at: now) == nil)
        pace.noteNews()
        #expect(pace.wait(at: now) == Pace.interval)
    }

    @Test("A clock that went back makes nothing wait longer than the interval")
    func backwards() {
        var pace = drawn()
        pace.noteNews()
        #expect(pace.wait(at: start.advanced(by: .seconds(-60))) == Pace.interval)
    }
}
