import CDescriptors
import Glibc

/// The program that this process runs.
package enum ProcessImage {
    /// Begins anew as the same program, told something else; nothing that runs here goes on.
    ///
    /// All descriptors but the three of every program are closed then, and locks on them end; where
    /// it fails, they are open. What the process prints at its end is not printed. Signals that are
    /// blocked stay so.
    ///
    /// - Parameter name: what the program is called.
    /// - Returns: why it did not: a number of `errno`.
    package static func begin(as name: String, _ arguments: [String]) -> CInt {
        unsafe ProgramStart.withPointers(to: [name] + arguments) { words in
            // Connections of the network's library would stay, which nobody would read from.
            closeAtBeginning(from: STDERR_FILENO + 1)
            // The call reads what lives until it returns, which it does only if it fails.
            _ = unsafe execv("/proc/self/exe", words)
            return errno
        }
    }

    /// Has descriptors closed when the process begins anew, and leaves them open until then.
    static func closeAtBeginning(from first: CInt) {
        // A kernel that cannot leaves them open, which costs memory and no more.
        _ = burble_close_at_exec(CUnsignedInt(clamping: first))
    }
}
