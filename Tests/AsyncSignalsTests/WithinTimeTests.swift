import AsyncSignals
import TestTools
import Testing

@Suite(.timeLimit(.minutes(10))) struct WithinTimeTests {
    private struct Refusal: Error {}

    @Test("What ends in time gives its value, and so does what has no end")
    func inTime() async {
        let bounded = await withinTime(.seconds(600)) { 1 }
        #expect(bounded == 1)
        let unbounded = await withinTime(nil) { 2 }
        #expect(unbounded == 2)
    }

    @Test("What fails in time tells why")
    func failed() async {
        await #expect(throws: Refusal.self) {
            try await withinTime(.seconds(600)) { () async throws -> Int in throw Refusal() }
        }
    }

    @Test("What takes longer is cancelled, and gives nothing")
    func late() async {
        let never = ChangeSignal()
        let value = await withinTime(.milliseconds(1)) {
            await never.wait(past: 0)
            return 7
        }
        #expect(value == nil)
        #expect(never.waiterCount == 0)
    }

    @Test("Cancelled from outside, what the work makes of it counts")
    func cancelled() async {
        let never = ChangeSignal()
        let task = Task {
            await withinTime(.seconds(600)) {
                await never.wait(past: 0)
                return 7
            }
        }
        await until { never.waiterCount > 0 }
        task.cancel()
        let value = await task.value
        #expect(value == 7)
    }
}
