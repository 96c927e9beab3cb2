import Glibc

/// The time zone of the process.
enum TimeZone {
    /// Seconds east of UTC, now.
    static var offset: Int {
        var now = time(nil)
        var local = unsafe tm()
        // The call fills the value that it is given.
        guard unsafe localtime_r(&now, &local) != nil else { return 0 }
        return unsafe local.tm_gmtoff
    }
}
