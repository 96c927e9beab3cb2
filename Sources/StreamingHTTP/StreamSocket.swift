import Glibc
import NIOCore

/// What the kernel is told of a connection that is a stream.
enum StreamSocket {
    /// Bytes in the kernel that have not been sent beyond which it takes no more.
    ///
    /// Without a bound it takes some megabytes for a client that stopped reading: each such client
    /// then costs as many sends as one that reads, until they are full. What is on its way to the
    /// client is not counted, so that a long way limits no one.
    /// Source: tcp(7), and Documentation/networking/ip-sysctl.rst of Linux, tcp_notsent_lowat.
    private static let unsentBytes: Int32 = 128 * 1024

    /// Bounds what waits in the kernel, and lets it find out about a client that vanished.
    ///
    /// It asks after a silent client from 30 s on, and gives it up after three probes 10 s apart: a
    /// stream on which nothing happens would otherwise hold its memory for ever.
    /// Source: tcp(7).
    ///
    /// - Parameters:
    ///   - channel: a connection's, active and on its event loop; what is no TCP socket is left
    ///     alone.
    ///   - isFile: whether what waits are a file's pages, which the kernel holds anyway: not
    ///     bounded, they leave with fewer calls.
    static func setUp(_ channel: any Channel, isFile: Bool = false) {
        // A channel that is no socket needs none of this.
        guard let socket = PlainSocket(channel) else { return }
        setUp(socket, isFile: isFile)
    }

    /// The same, of a socket that is known already.
    static func setUp(_ socket: PlainSocket, isFile: Bool = false) {
        for option in options where !isFile || option != unsentLimit { socket.set(option) }
    }

    #if os(Linux)
    private static let unsentLimit = SocketOption(
        level: Int32(IPPROTO_TCP),
        name: TCP_NOTSENT_LOWAT,
        value: unsentBytes
    )
    private static let options = [
        SocketOption(level: SOL_SOCKET, name: SO_KEEPALIVE, value: 1),
        SocketOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPIDLE, value: 30),
        SocketOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPINTVL, value: 10),
        SocketOption(level: Int32(IPPROTO_TCP), name: TCP_KEEPCNT, value: 3),
        unsentLimit,
    ]
    #else
    private static let unsentLimit: SocketOption? = nil
    private static let options: [SocketOption] = []
    #endif
}

/// An option of a socket that is a number.
struct SocketOption: Hashable {
    let level: Int32
    let name: Int32
    let value: Int32
}
