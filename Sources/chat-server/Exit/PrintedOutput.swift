// The C library's streams are variables to the compiler; nothing here sets them.
@unsafe @preconcurrency import Glibc

/// The standard output of the process, on which subcommands answer.
enum PrintedOutput {
    /// Lets no process that could not write its answer end as if it had: it ends with
    /// ``Exit/inputOutput``.
    ///
    /// Whoever printed: what is left is written when the process ends, and each failure until then
    /// is remembered by the C library.
    static func endWhole() {
        atexit {
            guard unsafe fflush(stdout) != 0 || ferror(stdout) != 0 else { return }
            StandardError.say("chat-server: the output cannot be written")
            _exit(Exit.inputOutput.rawValue)
        }
    }
}
