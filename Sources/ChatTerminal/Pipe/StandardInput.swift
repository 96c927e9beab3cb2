import Dispatch
import Glibc

/// What standard input has, without reading it.
enum StandardInput {
    /// How long what is piped in may take to arrive before anything is done, in milliseconds.
    private static let patience: CInt = 200

    /// Whether it is a pipe that has something to read.
    ///
    /// Blocks for ``patience`` at most. A pipe without a writer, a file and a device are none.
    static var holdsPipedText: Bool { isPipe && hasText(within: patience) }

    /// Calls once something is piped in, however late; never where it is no pipe.
    ///
    /// A thread of its own waits for that as long as the process lasts.
    ///
    /// - Parameter found: called once at most, on that thread.
    static func whenTextIsPipedIn(_ found: @escaping @Sendable () -> Void) {
        guard isPipe else { return }
        DispatchQueue(label: "standard input").async {
            if Self.hasText(within: -1) { found() }
        }
    }

    private static var isPipe: Bool {
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        return unsafe fstat(STDIN_FILENO, &facts) == 0 && facts.st_mode & S_IFMT == S_IFIFO
    }

    /// Whether there is something to read; not where the last writer has gone without a word.
    ///
    /// Blocks for some milliseconds at most, or where they are negative until one of the two.
    private static func hasText(within milliseconds: CInt) -> Bool {
        var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while true {
            // The call fills the value that it is given.
            let count = unsafe poll(&polled, 1, milliseconds)
            if count < 0, errno == EINTR { continue }
            return count > 0 && polled.revents & Int16(POLLIN) != 0
        }
    }
}
