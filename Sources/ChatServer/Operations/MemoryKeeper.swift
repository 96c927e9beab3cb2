import CMalloc
import Logging
import NIOPosix
import ServiceLifecycle

/// Gives memory back to the system after a burst.
struct MemoryKeeper: Service {
    /// Between two looks: a process that did not change for so long is past its burst.
    private static let pause = Duration.seconds(5)

    let logger: Logger

    /// Looks until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        let start = FreeMemory(resident: ProcessFigures.residentBytes())
        await repeatUntilShutdown(every: Self.pause, keeping: start) { memory in
            let before = ProcessFigures.residentBytes()
            guard memory.isDue(resident: before, free: Int64(clamping: mallinfo2().fordblks))
            else { return }
            await Self.giveBack()
            let after = ProcessFigures.residentBytes()
            memory.gaveBack(resident: after)
            logger.debug(
                "gave memory back",
                metadata: ["before": "\(before)", "after": "\(after)"]
            )
        }
    }

    /// Suspends while a thread that may block does it.
    private static func giveBack() async {
        // The pool refuses only when the process ends.
        _ = try? await NIOThreadPool.singleton.runIfActive { malloc_trim(0) }
    }
}
