import Glibc

/// What standard input has, without reading it.
enum StandardInput {
    /// How long what is piped in may take to arrive, in milliseconds.
    private static let patience: CInt = 200

    /// Whether it is a pipe that has something to read.
    ///
    /// Blocks for ``patience`` at most. A pipe without a writer, a file and a device are none.
    static var holdsPipedText: Bool {
        var facts = stat()
        // Writes one `stat` to an address that lives until the call returns.
        guard unsafe fstat(STDIN_FILENO, &facts) == 0, facts.st_mode & S_IFMT == S_IFIFO else {
            return false
        }
        var polled = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        // The call fills the value that it is given.
        return unsafe poll(&polled, 1, patience) > 0 && polled.revents & Int16(POLLIN) != 0
    }
}
