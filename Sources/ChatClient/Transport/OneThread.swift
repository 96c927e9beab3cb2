import CTasks
import NIOCore
import NIOPosix

/// One thread for all that waits for the network: its event loop runs the tasks as well.
///
/// A person's client does nothing that two threads would do faster; each further thread has a
/// stack, and Dispatch's pool wakes up once a second for itself. What blocks on the disk, an outbox
/// for some milliseconds, holds up this thread alone: the screen has one of its own.
package enum OneThread {
    /// Gives the process's tasks to that thread.
    ///
    /// To be called on the main thread, before there is a task. NIO's own way to do this,
    /// `unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor`, looks for the
    /// runtime's symbol by name, which a program that is linked with the runtime in it hides.
    package static func take() {
        NIOSingletons.groupLoopCountSuggestion = 1
        // The runtime hands on each of its jobs once, and a job is a pointer.
        unsafe burble_take_tasks { job in
            let job = unsafe unsafeBitCast(job, to: UnownedJob.self)
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            loop.execute {
                unsafe job.runSynchronously(on: loop.executor.asUnownedSerialExecutor())
            }
        }
    }
}
