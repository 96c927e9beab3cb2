import Glibc

/// Measures the processor's time that some work takes: what others take meanwhile is none of it.
///
/// - Parameter work: what is to be done, on this thread.
package func processorTime(of work: () -> Void) -> Duration {
    func spent() -> Duration {
        var time = timespec()
        // The call fills the value that it is given.
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
    let before = spent()
    work()
    return spent() - before
}
