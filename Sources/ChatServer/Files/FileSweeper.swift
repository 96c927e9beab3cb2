import ChatProtocol
import ChatStore
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
        let pause = Duration.seconds(files.limits.fileSweepSeconds)
        await repeatUntilShutdown(every: pause) {
            do {
                // The times of the files are by the machine's clock.
                try await files.sweep(now: min(files.store.clock.settled, .now()))
            } catch {
                logger.tell(.warning, "files were not swept", because: error)
            }
        }
    }
}
