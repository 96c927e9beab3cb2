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
    /// - Parameter channel: any channel, on its event loop; what is no TCP socket is left alone.
    static func enable(on channel: any Channel) {
        #if os(Linux)
        let options: [(ChannelOptions.Types.SocketOption, SocketOptionValue)] = [
            (.socketOption(.so_keepalive), 1),
            (.tcpOption(.init(rawValue: TCP_KEEPIDLE)), 30),
            (.tcpOption(.init(rawValue: TCP_KEEPINTVL)), 10),
            (.tcpOption(.init(rawValue: TCP_KEEPCNT)), 3),
        ]
        for (option, value) in options {
            // A channel that is no TCP socket has no such option, and needs none.
            try? channel.syncOptions?.setOption(option, value: value)
        }
        #endif
    }
}
