import Dispatch

/// Holds the thread that commits until it is opened, and tells each time that it came.
final class Barrier: Sendable {
    private let opened = DispatchSemaphore(value: 0)
    private let came = Gate()

    /// Blocks until it is open; for a thread that may.
    func pass() {
        came.open()
        opened.wait()
        opened.signal()
    }

    /// Waits until someone is there.
    func reached() async { await came.pass() }

    /// Lets all pass, now and later.
    func open() { opened.signal() }
}
