import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Lets the kernel find out about a client that vanished without a word.
///
/// A stream on which nothing happens would otherwise hold its memory for ever.
enum KeepAlive {
    /// Asks after a silent client from 30 s on, and gives it up after three probes 10 s apart.
    ///
    /// Source: tcp(7).
    ///
    /// - Parameter channel: a connection's, on its event loop; what is no TCP socket is left alone.
    static func enable(on channel: any Channel) {
        #if os(Linux)
        let options: [(level: Int32, name: Int32, value: Int32)] = [
            (SOL_SOCKET, SO_KEEPALIVE, 1),
            (Int32(IPPROTO_TCP), TCP_KEEPIDLE, 30),
            (Int32(IPPROTO_TCP), TCP_KEEPINTVL, 10),
            (Int32(IPPROTO_TCP), TCP_KEEPCNT, 3),
        ]
        // A channel that is no socket needs none of this. Past the channel's own options, whose
        // way costs ten times the call.
        try? channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
                for option in options {
                    var value = option.value
                    // The kernel reads four bytes from an address that lives until the call
                    // returns.
                    unsafe setsockopt(socket, option.level, option.name, &value, 4)
                }
            }
        #endif
    }
}
