package import ChatProtocol

#if canImport(Glibc)
// Where the compiler sees `timespec` declared on Linux.
import CDispatch
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension Timestamp {
    /// The time of the system's clock.
    ///
    /// Does not suspend.
    package static func now() -> Timestamp {
        var time = timespec()
        // The call only fills in the value that it is given.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
