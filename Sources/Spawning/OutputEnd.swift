// The library's own file is a variable that nobody sets.
@unsafe @preconcurrency import Glibc
import Synchronization

/// The end of what a process prints.
///
/// The C library writes what was printed once it is much, and at the end, and tells nobody when
/// that fails: on a full disk a token that is shown once would be lost, and all would look well.
package enum OutputEnd {
    /// Source: sysexits(3), EX_IOERR.
    private static let failure: CInt = 74

    /// What is called at the end is handed nothing.
    private static let program = Mutex("")

    /// Has the process look at its end whether all that it printed was written.
    ///
    /// If not, it says so on standard error and ends with 74, whatever it was to end with. Where
    /// nobody reads any more, as behind `head`, nothing is lost that anybody wanted: that is no
    /// failure. Nor does such a reader end the process, which may have more to do than to print.
    package static func watch(_ program: String) {
        Self.program.withLock { $0 = program }
        // A write says then that it failed.
        signal(SIGPIPE, SIG_IGN)
        atexit {
            // The library keeps its file for as long as the process lasts.
            let isFlushed = unsafe fflush(stdout) == 0
            let code = errno
            guard unsafe ferror(stdout) != 0, !OutputEnd.isReaderGone(STDOUT_FILENO) else {
                return
            }
            OutputEnd.tell(isFlushed ? nil : code)
            _exit(OutputEnd.failure)
        }
    }

    /// Whether nobody reads any more what is written: a pipe says POLLERR then, a socket and a
    /// terminal say POLLHUP.
    ///
    /// Source: poll(2).
    ///
    /// - Returns: false for a file, and for what is not open.
    static func isReaderGone(_ descriptor: CInt) -> Bool {
        var output = pollfd(fd: descriptor, events: 0, revents: 0)
        // The call fills in the one value that it is given.
        return unsafe poll(&output, 1, 0) == 1
            && output.revents & Int16(POLLERR | POLLHUP) != 0
    }

    /// Of what failed before the end, the library keeps no reason.
    private static func tell(_ code: CInt?) {
        // The library's text lives as long as the process.
        let reason = code.map { unsafe ": " + String(cString: strerror($0)) } ?? ""
        let program = Self.program.withLock { $0 }
        var line = Array("\(program): the output cannot be written\(reason)\n".utf8)
        // The call reads as many bytes as there are; what cannot be told is not told.
        _ = unsafe write(STDERR_FILENO, &line, line.count)
    }
}
