import ChatStore
package import Logging

extension Logger {
    /// Tells of work that failed, unless it was given up: nobody waits for it then.
    ///
    /// Does not suspend.
    package func tell(_ level: Level, _ what: Message, because error: any Error) {
        if error is CancellationError { return }
        if case StoreError.cancelled = error { return }
        log(level: level, what, metadata: ["error": "\(error)"])
    }
}
