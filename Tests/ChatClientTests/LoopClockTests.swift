import ChatClient
import Testing

@Suite(.timeLimit(.minutes(10))) struct LoopClockTests {
    @Test("A sleeper of the loop's clock wakes when the moment has come, and not before")
    func wakes() async throws {
        let clock = LoopClock()
        let begun = clock.now
        try await clock.sleep(until: begun.advanced(by: .milliseconds(30)), tolerance: nil)
        #expect(begun.duration(to: clock.now) >= .milliseconds(30))
    }

    @Test("A moment that is past does not make anyone wait")
    func past() async throws {
        let clock = LoopClock()
        let past = clock.now.advanced(by: .seconds(-3_600))
        try await clock.sleep(until: past, tolerance: nil)
    }

    @Test("A sleeper that is cancelled wakes at once, with an error")
    func cancelled() async {
        let clock = LoopClock()
        let sleeper = Task { try await clock.sleep(for: .seconds(3_600)) }
        sleeper.cancel()
        await #expect(throws: (any Error).self) { try await sleeper.value }
    }
}
