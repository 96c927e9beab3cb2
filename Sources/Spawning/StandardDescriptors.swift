import Glibc

/// The three descriptors that every program is started with, or should be.
package enum StandardDescriptors {
    /// Opens those that whoever started the process had closed: no file and no connection may get
    /// their numbers, or what is said to a person would be written into it.
    ///
    /// Reading from them and writing to them fails as it did. To be called before anything else is
    /// opened.
    package static func fill() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
        where fcntl(descriptor, F_GETFD) < 0 {
            let mode = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY
            // The lowest free number is this one. The path is a constant of the C library's form.
            _ = unsafe open("/dev/null", mode)
        }
    }

    /// Whether standard input had been closed, which ``fill()`` has made unreadable.
    package static var isInputClosed: Bool {
        let mode = fcntl(STDIN_FILENO, F_GETFL)
        return mode < 0 || mode & O_ACCMODE == O_WRONLY
    }
}
