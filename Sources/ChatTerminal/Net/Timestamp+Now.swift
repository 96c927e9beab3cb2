import ChatProtocol
import Glibc

extension Timestamp {
    /// The time of the system's clock, as the server's own has it.
    static func now() -> Timestamp {
        var time = timespec()
        // The call fills the value that it is given.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
