import AsyncSignals
import Synchronization

/// Keeps what was told, and wakes a test when enough was.
package final class Recorder<Element: Sendable>: Sendable {
    private let kept = Mutex<[Element]>([])
    private let changes = ChangeSignal()

    /// Makes one that was told nothing yet.
    package init() {}

    /// All of it so far, in order.
    package var all: [Element] { kept.withLock { $0 } }

    /// Tells it something, from any thread.
    package func record(_ element: Element) {
        kept.withLock { $0.append(element) }
        changes.send()
    }

    /// Waits until what was told fulfils a condition; the suite's time limit bounds it.
    @discardableResult
    package func until(_ condition: ([Element]) -> Bool) async -> [Element] {
        while !Task.isCancelled {
            let seen = changes.count
            let all = all
            if condition(all) { return all }
            await changes.wait(past: seen)
        }
        return all
    }
}
