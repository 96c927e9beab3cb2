import Foundation

/// The process's file descriptors, of which each connection takes one.
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
}
