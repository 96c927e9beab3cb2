import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

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
    ///   - channel: a connection's, on its event loop; what is no TCP socket is left alone.
    ///   - isFile: whether what waits are a file's pages, which the kernel holds anyway: not
    ///     bounded, they leave with fewer calls.
    static func setUp(_ channel: any Channel, isFile: Bool = false) {
        #if os(Linux)
        let options: [(level: Int32, name: Int32, value: Int32)] = [
            (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 3),
            (Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, unsentBytes),
        ]
        // A channel that is no socket needs none of this. Past the channel's own options, whose
        // way costs ten times the call.
        try? channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
                for option in options where !isFile || option.name != TCP_NOTSENT_LOWAT {
                    var value = option.value
                    // The kernel reads four bytes from an address that lives until the call
                    // returns.
                    unsafe setsockopt(socket, option.level, option.name, &value, 4)
                }
            }
        #endif
    }
}
