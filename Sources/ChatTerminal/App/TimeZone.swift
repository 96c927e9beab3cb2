import ChatProtocol
import ChatTUI
import Glibc

extension LocalZone {
    /// The time zone of the process, as `TZ` or the system has it.
    static let ofProcess = LocalZone { moment in
        var seconds = time_t(moment.milliseconds / 1000)
        var local = unsafe tm()
        // The call fills the value that it is given.
        guard unsafe localtime_r(&seconds, &local) != nil else { return 0 }
        return unsafe local.tm_gmtoff
    }
}
