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
        let pause = Duration.seconds(files.limits.fileSweepSeconds)
        await repeatUntilShutdown(every: pause, keeping: SettledClock()) { clock in
            do {
                try await files.sweep(now: clock.now(telling: logger))
            } catch {
                logger.tell(.warning, "files were not swept", because: error)
            }
        }
    }
}
