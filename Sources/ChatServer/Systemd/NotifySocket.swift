#if canImport(Glibc)
// Where the compiler sees `timespec` declared on Linux.
import CDispatch
import Glibc
#else
import Darwin
#endif

/// Where a service tells its manager of itself: a Unix datagram socket.
///
/// The protocol is a datagram of `NAME=value` lines, so that no library is needed for it.
/// Source: sd_notify(3).
struct NotifySocket: Hashable, Sendable {
    /// The path's bytes as the kernel wants them; an abstract address begins with 0.
    private let path: [UInt8]

    /// Takes an address.
    ///
    /// - Parameter text: an absolute path, or `@` and a name for an abstract address; `nil` is
    ///   returned for anything else.
    init?(_ text: String) {
        var bytes = Array(text.utf8)
        // Source: unix(7), `sun_path`.
        guard bytes.count > 1, bytes.count < Self.pathBytes, !bytes.contains(0),
            bytes[0] == UInt8(ascii: "/") || bytes[0] == UInt8(ascii: "@")
        else { return nil }
        if bytes[0] == UInt8(ascii: "@") { bytes[0] = 0 }
        path = bytes
    }

    private static let pathBytes = 108

    /// Tells one or more things.
    ///
    /// Blocks while the manager's queue is full, but for a sign of life, which is left out then:
    /// the next one comes soon. A manager that is gone hears nothing.
    ///
    /// - Parameter state: lines like `READY=1`.
    /// - Returns: whether the kernel took it.
    @discardableResult
    func send(_ state: String) -> Bool {
        let descriptor = socket(AF_UNIX, Self.datagram | Self.closedOnExec, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // The path is shorter than the field, which is all zeros.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count + (path[0] == 0 ? 0 : 1))
        let bytes = Array(state.utf8)
        let flags = Int32(MSG_NOSIGNAL) | (state == Self.alive ? Self.atOnce : 0)
        // The address and the bytes outlive the call, and their own counts bound them.
        let sent = unsafe withUnsafePointer(to: &address) { address in
            unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bytes.withUnsafeBytes { bytes in
                    unsafe sendto(
                        descriptor,
                        bytes.baseAddress,
                        bytes.count,
                        flags,
                        address,
                        length
                    )
                }
            }
        }
        return sent == bytes.count
    }

    /// The sign of life.
    static let alive = "WATCHDOG=1"

    private static let atOnce = Int32(MSG_DONTWAIT)
    private static let datagram = Int32(SOCK_DGRAM.rawValue)
    private static let closedOnExec = Int32(SOCK_CLOEXEC.rawValue)
}

extension NotifySocket {
    /// Tells that the settings are being read again.
    ///
    /// Source: sd_notify(3), RELOADING=1: with the time, so that the manager can tell which of
    /// several reloads was answered.
    func tellReloading() {
        var time = timespec()
        // The call only fills in the value that it is given.
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        let micros = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
        send("RELOADING=1\nMONOTONIC_USEC=\(micros)\nSTATUS=reading the settings again")
    }

    /// Tells that connections are taken.
    ///
    /// - Parameter status: a line for `systemctl status`.
    func tellReady(_ status: String) {
        send("READY=1\nSTATUS=\(status)")
    }

    /// Tells that the server drains.
    ///
    /// - Parameters:
    ///   - status: a line for `systemctl status`.
    ///   - time: that it takes at the most, however little the manager was to allow.
    func tellStopping(_ status: String, within time: Duration) {
        let micros = time.components.seconds * 1_000_000
        send("STOPPING=1\nEXTEND_TIMEOUT_USEC=\(micros)\nSTATUS=\(status)")
    }
}
