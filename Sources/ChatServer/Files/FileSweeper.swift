import ChatProtocol
import Logging
import ServiceLifecycle

/// Removes, now and then, what is kept no longer.
struct FileSweeper: Service {
    let files: Files
    let logger: Logger

    /// Sweeps until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await cancelWhenGracefulShutdown {
            var clock = SettledClock()
            while !Task.isCancelled {
                do {
                    try await files.sweep(now: clock.now(telling: logger))
                } catch {
                    logger.tell(.warning, "files were not swept", because: error)
                }
                // Cancelled, it ends at once, and so does the loop.
                try? await Task.sleep(for: .seconds(files.limits.fileSweepSeconds))
            }
        }
    }
}
