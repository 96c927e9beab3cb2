import AsyncSignals
import TestTools
import Testing

@Suite(.timeLimit(.minutes(10))) struct ChangeSignalTests {
    @Test("Who follows the changes is woken, and is forgotten with the stream")
    func followed() async {
        let signal = ChangeSignal()
        do {
            var changes = signal.changes().makeAsyncIterator()
            #expect(signal.waiterCount == 1)
            await changes.next()
            signal.send()
            signal.send()
            await changes.next()
        }
        #expect(signal.waiterCount == 0)
    }

    @Test("A signal between the look and the wait is not lost")
    func between() async {
        let signal = ChangeSignal()
        let seen = signal.count
        signal.send()
        await signal.wait(past: seen)
        #expect(signal.waiterCount == 0)
    }

    @Test("A signal wakes all who wait")
    func all() async {
        let signal = ChangeSignal()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await signal.wait(past: 0) } }
            await until { signal.waiterCount >= 10 }
            signal.send()
        }
        #expect(signal.waiterCount == 0)
    }

    @Test("Who is cancelled waits no longer, and the next wait is none the worse")
    func cancelled() async {
        let signal = ChangeSignal()
        let waiter = Task { await signal.wait(past: 0) }
        await until { signal.waiterCount > 0 }
        waiter.cancel()
        await waiter.value
        #expect(signal.waiterCount == 0)
        let other = Task { await signal.wait(past: 0) }
        await until { signal.waiterCount > 0 }
        signal.send()
        await other.value
    }

    @Test("A bounded wait tells whether the signal came")
    func bounded() async {
        let signal = ChangeSignal()
        #expect(await !signal.wait(past: 0, atMost: .milliseconds(1), by: .continuous))
        signal.send()
        #expect(await signal.wait(past: 0, atMost: .seconds(60), by: .continuous))
    }
}
