import ChatProtocol
import Glibc

/// What a service manager told this process by its environment: where to report, how often, and
/// which sockets it has opened already.
package struct Systemd: Hashable, Sendable {
    /// Where to report; `nil` where nobody wants to hear.
    let notifications: NotifySocket?
    /// How often a sign of life is expected; `nil` is never.
    let watchdog: Duration?
    /// The sockets to take connections from; none to open some.
    package let sockets: [InheritedSocket]

    /// What of it cannot be used.
    package struct Refusal: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// No service manager at all.
    package init() {
        notifications = nil
        watchdog = nil
        sockets = []
    }

    /// Reads the environment.
    ///
    /// Source: sd_notify(3), sd_watchdog_enabled(3), sd_listen_fds(3).
    ///
    /// - Parameter process: its number; what is meant for another is not taken.
    /// - Throws: what cannot be used: an address that is none, more sockets than a server has
    ///   addresses, or one that is not listened on.
    package init(_ environment: [String: String], process: Int32 = getpid()) throws(Refusal) {
        notifications = try environment["NOTIFY_SOCKET"].flatMap { text throws(Refusal) in
            guard !text.isEmpty else { return nil }
            guard let socket = NotifySocket(text) else {
                let shown = SafeText(text).singleLine
                throw Refusal(description: "NOTIFY_SOCKET: \(shown) is not a path")
            }
            return socket
        }
        watchdog = Self.watchdog(environment, process)
        let count = Self.descriptors(environment, process) ?? 0
        guard count <= Self.socketLimit else {
            throw Refusal(
                description: "LISTEN_FDS: \(count) sockets, where \(Self.socketLimit) may be served"
            )
        }
        sockets = try (0..<CInt(count)).map { offset throws(Refusal) in
            try InheritedSocket(InheritedSocket.first + offset)
        }
    }

    private static let socketLimit = 64

    /// The pause after which a service counts as hanging; one that is no number is none.
    private static func watchdog(_ environment: [String: String], _ process: Int32) -> Duration? {
        guard environment["WATCHDOG_PID"].map({ Int32($0) == process }) ?? true,
            let micros = WireNumber(environment["WATCHDOG_USEC"] ?? "")?.value, micros > 0
        else { return nil }
        return .microseconds(micros)
    }

    /// How many sockets were handed over; `nil` where they are not this process's.
    private static func descriptors(_ environment: [String: String], _ process: Int32) -> Int64? {
        guard environment["LISTEN_PID"].flatMap({ Int32($0) }) == process,
            let count = WireNumber(environment["LISTEN_FDS"] ?? "")?.value, count > 0
        else { return nil }
        return count
    }
}
