#if canImport(Glibc) && (arch(x86_64) || arch(arm64))
import Glibc
#endif

/// How long the kernel lets the calling thread run before another one's turn comes.
///
/// On busy cores a thread that the disk wakes waits for the end of another one's slice, which comes
/// with a tick of the clock: 4 ms. One whose own slice is shorter comes before. It gets no more of
/// the processor for it, and needs no right.
/// Source: https://docs.kernel.org/scheduler/sched-eevdf.html, and sched_setattr(2).
enum ThreadSlice {
    #if canImport(Glibc) && (arch(x86_64) || arch(arm64))
    /// The C library has no function for it before version 2.41.
    private typealias SystemCall = @convention(c) (Int, Int, UnsafeRawPointer, Int) -> Int

    /// The number of `sched_setattr`. Source: the kernel's `unistd.h`.
    #if arch(x86_64)
    private static let systemCall = 314
    #else
    private static let systemCall = 274
    #endif

    /// Asks for short slices; without effect where the kernel knows none (before Linux 6.12) or the
    /// thread is not scheduled as threads usually are.
    ///
    /// - Parameter nanoseconds: the kernel takes 100,000 to 100,000,000.
    static func shorten(to nanoseconds: UInt64) {
        guard sched_getscheduler(0) == SCHED_OTHER,
            let symbol = unsafe dlsym(nil, "syscall")
        else { return }
        // `syscall` takes each argument in the register where a function of this type has it, on
        // both of these processors.
        let call = unsafe unsafeBitCast(symbol, to: SystemCall.self)
        let nice = UInt32(bitPattern: getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
        // The fields of `sched_attr`: size and policy; flags; niceness, as it is, and priority;
        // the slice; two that are of no use here.
        let attributes: [UInt64] = [48, 0, UInt64(nice), nanoseconds, 0, 0]
        // The array outlives the call, and has the size that its first field says.
        _ = unsafe attributes.withUnsafeBytes { fields in
            unsafe fields.baseAddress.map { unsafe call(systemCall, 0, $0, 0) }
        }
    }
    #else
    /// Does nothing: this system has no such thing.
    ///
    /// - Parameter nanoseconds: not used.
    static func shorten(to nanoseconds: UInt64) {}
    #endif
}
