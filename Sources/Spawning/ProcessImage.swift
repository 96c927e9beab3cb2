import Glibc

/// The program that this process runs.
package enum ProcessImage {
    /// Begins anew as the same program, told something else; nothing that runs here goes on.
    ///
    /// Descriptors that are to be closed then are, and locks on them end. What the process prints
    /// at its end is not printed. Signals that are blocked stay so.
    ///
    /// - Parameters:
    ///   - name: what the program is called.
    ///   - arguments: what it is told.
    /// - Returns: why it did not: a number of `errno`.
    package static func begin(as name: String, _ arguments: [String]) -> CInt {
        unsafe ProgramStart.withPointers(to: [name] + arguments) { words in
            // The call reads what lives until it returns, which it does only if it fails.
            _ = unsafe execv("/proc/self/exe", words)
            return errno
        }
    }
}
