import Testing

@testable import ChatStore

/// How long a database has not answered.
@Suite struct SilenceTests {
    private let start = ContinuousClock.now

    @Test("It counts from the first question without an answer, once somebody waits in vain")
    func since() {
        var silence = Silence()
        #expect(silence.since == nil && !silence.isLong(at: start))
        silence.ask(at: start)
        silence.ask(at: start + .seconds(2))
        silence.goOn(at: start + .milliseconds(499))
        #expect(silence.since == nil)
        silence.goOn(at: start + .milliseconds(500))
        #expect(silence.since == start)
        #expect(!silence.isLong(at: start + .milliseconds(4999)))
        #expect(silence.isLong(at: start + .seconds(5)))
        silence.end()
        #expect(silence.since == nil && !silence.isLong(at: start + .seconds(9)))
    }

    @Test("Whoever stood still meanwhile has missed no answer")
    func stoodStill() {
        var silence = Silence()
        silence.ask(at: start)
        #expect(!silence.isLong(at: start + .seconds(60)))
        silence.end()
        silence.goOn(at: start + .seconds(60))
        #expect(silence.since == nil)
    }
}
