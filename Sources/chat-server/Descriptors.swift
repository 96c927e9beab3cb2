import Foundation

/// The process's file descriptors: the first three are the user's, and each connection takes one.
enum Descriptors {
    /// Raises the soft limit to the hard one.
    ///
    /// A system that refuses leaves the server as it was.
    static func raiseLimit() {
        var limit = rlimit()
        // Both calls only read or fill in the value that they are given.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return
        }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Takes the numbers of standard input, output and error where they were closed from the
    /// start, so that no file, socket or lock gets one of them.
    ///
    /// What is read or written there fails as before. Nothing else may have been opened yet.
    static func keepStandard() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
            // The lowest number that is free is this one; a folder can be neither read nor written.
            _ = unsafe open("/", O_RDONLY | O_DIRECTORY)
        }
    }
}
