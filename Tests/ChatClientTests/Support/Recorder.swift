import AsyncSignals
import Synchronization

@testable import ChatClient

/// Keeps what was told, and wakes a test when enough was.
final class Recorder<Element: Sendable>: Sendable {
    private let kept = Mutex<[Element]>([])
    private let changes = ChangeSignal()

    var all: [Element] { kept.withLock { $0 } }

    func record(_ element: Element) {
        kept.withLock { $0.append(element) }
        changes.send()
    }

    /// Waits until what was told fulfils a condition; the suite's time limit bounds it.
    @discardableResult
    func until(_ condition: ([Element]) -> Bool) async -> [Element] {
        while !Task.isCancelled {
            let seen = changes.count
            let all = all
            if condition(all) { return all }
            await changes.wait(past: seen)
        }
        return all
    }
}
