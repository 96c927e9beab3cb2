// The library's own file is a variable that nobody sets.
@unsafe @preconcurrency import Glibc

/// The end of what a process prints.
///
/// The C library writes what was printed once it is much, and at the end, and tells nobody when
/// that fails: on a full disk a token that is shown once would be lost, and all would look well.
package enum OutputEnd {
    /// Source: sysexits(3), EX_IOERR.
    private static let failure: CInt = 74

    /// Has the process look at its end whether all that it printed was written.
    ///
    /// If not, it says so on standard error and ends with 74, whatever it was to end with. A pipe
    /// that nobody reads any more, as into `head`, is no failure.
    package static func watch() {
        atexit {
            // The library keeps its file for as long as the process lasts.
            let isFlushed = unsafe fflush(stdout) == 0
            let code = errno
            guard unsafe ferror(stdout) != 0, !OutputEnd.isReaderGone else { return }
            OutputEnd.tell(isFlushed ? nil : code)
            _exit(OutputEnd.failure)
        }
    }

    private static var isReaderGone: Bool {
        var output = pollfd(fd: STDOUT_FILENO, events: 0, revents: 0)
        // The call fills in the one value that it is given.
        return unsafe poll(&output, 1, 0) == 1 && output.revents & Int16(POLLERR) != 0
    }

    /// Of what failed before the end, the library keeps no reason.
    private static func tell(_ code: CInt?) {
        // The library's text lives as long as the process.
        let reason = code.map { unsafe ": " + String(cString: strerror($0)) } ?? ""
        var line = Array("the output cannot be written\(reason)\n".utf8)
        // The call reads as many bytes as there are; what cannot be told is not told.
        _ = unsafe write(STDERR_FILENO, &line, line.count)
    }
}
