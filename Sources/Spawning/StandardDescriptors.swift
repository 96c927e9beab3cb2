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

    /// The one of them that a path leads to, as `/dev/stderr` and `/dev/fd/0` do.
    ///
    /// - Returns: its number; `nil` where the path leads elsewhere, or to one that only is read
    ///   from: what is there can be written to by its path.
    package static func descriptor(at path: String) -> CInt? {
        descriptor(at: path, among: [STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO])
    }

    /// The one of some descriptors that a path leads to and that can be written to.
    ///
    /// - Parameter descriptors: the first that fits is taken.
    /// - Returns: `nil` if there is none.
    static func descriptor(at path: String, among descriptors: [CInt]) -> CInt? {
        var there = stat()
        // Fills one `stat` at an address that lives until the call returns.
        guard unsafe stat(path, &there) == 0 else { return nil }
        return descriptors.first { isOpen($0, on: there) }
    }

    private static func isOpen(_ descriptor: CInt, on there: stat) -> Bool {
        var own = stat()
        // Fills one `stat` at an address that lives until the call returns.
        guard unsafe fstat(descriptor, &own) == 0, own.st_dev == there.st_dev,
            own.st_ino == there.st_ino
        else { return false }
        return isWritable(descriptor)
    }

    private static func isWritable(_ descriptor: CInt) -> Bool {
        let mode = fcntl(descriptor, F_GETFL)
        return mode >= 0 && mode & O_ACCMODE != O_RDONLY
    }

    /// Whether standard input had been closed, which ``fill()`` has made unreadable.
    package static var isInputClosed: Bool {
        let mode = fcntl(STDIN_FILENO, F_GETFL)
        return mode < 0 || mode & O_ACCMODE == O_WRONLY
    }

    /// Whether standard input is `/dev/null`, as cron, a unit of systemd and a script's `&` have
    /// it: nothing was meant to be read there.
    package static var isInputNull: Bool { isNull(STDIN_FILENO) }

    /// Whether a descriptor is open on the null device, by whatever name.
    ///
    /// - Returns: false also for one that is closed.
    static func isNull(_ descriptor: CInt) -> Bool {
        var (own, null) = (stat(), stat())
        // Each fills one `stat` at an address that lives until the call returns.
        guard unsafe fstat(descriptor, &own) == 0, unsafe stat("/dev/null", &null) == 0 else {
            return false
        }
        return own.st_mode & S_IFMT == S_IFCHR && own.st_rdev == null.st_rdev
    }
}
