import Glibc
import NIOCore

/// What the kernel still holds of a socket's output.
enum SendQueue {
    /// The bytes that the other side's kernel has not acknowledged.
    ///
    /// Source: tcp(7) and unix(7), `SIOCOUTQ`.
    ///
    /// - Parameter channel: any channel, on its event loop.
    /// - Returns: 0 where the channel is no socket or the system does not tell.
    static func bytes(of channel: any Channel) -> Int {
        #if os(Linux)
        var count: Int32 = 0
        let outcome = try? channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
                // The kernel writes one Int32 to the address, which lives until the call returns.
                unsafe ioctl(socket, UInt(TIOCOUTQ), &count)
            }
        return outcome == 0 ? Int(count) : 0
        #else
        return 0
        #endif
    }
}
