package import Glibc

/// What has become of a process that this one started.
package enum ChildStatus: Hashable, Sendable {
    /// It left by itself, with its exit code.
    case code(CInt)
    /// A signal ended it.
    case signal(CInt)
    /// A signal stopped it, and it may go on.
    case stopped

    /// Reads what wait(2) tells.
    ///
    /// Source: wait(2), the macros WIFSTOPPED, WIFEXITED, WEXITSTATUS and WTERMSIG.
    ///
    /// - Parameter status: of a process whose status has changed.
    package init(_ status: CInt) {
        let low = status & 0x7f
        if status & 0xff == 0x7f {
            self = .stopped
        } else {
            self = low == 0 ? .code((status >> 8) & 0xff) : .signal(low)
        }
    }

    /// Looks whether a process has left, which is not its own number any more then; does not block.
    ///
    /// - Parameters:
    ///   - process: that this one started, and that was not seen to have left.
    ///   - options: `WUNTRACED`, to be told that it was stopped too.
    /// - Returns: how; `nil` while it runs.
    package static func ofEnded(_ process: pid_t, options: CInt = 0) -> ChildStatus? {
        var status: CInt = 0
        // The call fills the value that it is given.
        guard unsafe waitpid(process, &status, WNOHANG | options) == process else { return nil }
        return ChildStatus(status)
    }

    /// Waits until a process has left, or was stopped.
    ///
    /// Blocks.
    ///
    /// - Parameters:
    ///   - process: that this one started, and that was not seen to have left.
    ///   - options: `WUNTRACED`, to be told that it was stopped too.
    /// - Returns: what has become of it.
    /// - Throws: what wait(2) failed with.
    package static func of(
        _ process: pid_t,
        options: CInt = 0
    ) throws(ProgramStart.Failure) -> ChildStatus {
        var status: CInt = 0
        // The call fills the value that it is given.
        while unsafe waitpid(process, &status, options) != process {
            guard errno == EINTR else { throw ProgramStart.Failure(code: errno) }
        }
        return ChildStatus(status)
    }
}
