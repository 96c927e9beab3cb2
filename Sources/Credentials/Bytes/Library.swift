internal import COpenSSL

/// The cryptographic library, made ready before its first use.
enum Library {
    /// Reads no settings of the system's, which could bring in other code, and cleans nothing up at
    /// the end of the process, when other threads may still be at work.
    private static let isReady =
        OPENSSL_init_crypto(
            UInt64(OPENSSL_INIT_NO_LOAD_CONFIG) | UInt64(OPENSSL_INIT_NO_ATEXIT),
            nil
        ) == 1

    /// Does some work with it.
    ///
    /// - Parameter work: answers whether the library did what it was asked to.
    /// - Returns: what the work answers, and false if there is no library to ask.
    static func succeeds(_ work: () -> Bool) -> Bool {
        guard isReady else { return false }
        // Each thread has a list of the library's errors, which nobody reads.
        defer { ERR_clear_error() }
        return work()
    }
}
