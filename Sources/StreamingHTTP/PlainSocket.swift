import Glibc
import NIOCore

/// The socket under a channel whose bytes go to it as they are, for sending past the pipeline.
///
/// A send costs the kernel 3 to 5 µs, and the way through the pipeline and the channel's queue
/// nearly as much again. Only for a channel that has nothing in its queue, on its event loop. Once
/// the channel is inactive nothing is sent: its descriptor may be another connection's then, and
/// handlers are still told of errors between the descriptor's close and `channelInactive`.
struct PlainSocket {
    private let descriptor: CInt
    /// Where that is counted which does not pass the pipeline; a channel that nobody counts has
    /// none.
    let traffic: Traffic?

    /// Finds the socket; `nil` where the channel is no socket of the system's.
    ///
    /// - Parameter channel: whose pipeline changes no byte on its way out (no TLS, no codec).
    init?(_ channel: any Channel) {
        let found = try? channel.pipeline.syncOperations
            .withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { $0 }
        guard let descriptor = found ?? nil else { return nil }
        self.descriptor = descriptor
        // A channel without the handler is not counted.
        let counter = try? channel.pipeline.syncOperations.handler(type: TrafficHandler.self)
        traffic = counter?.traffic
    }

    /// Sets an option of the socket.
    ///
    /// Past the channel's own options, whose way costs ten times the call.
    ///
    /// - Parameter option: for the connection's kernel side; one that it does not know is left.
    func set(_ option: SocketOption) {
        var value = option.value
        // The kernel reads four bytes from an address that lives until the call returns.
        _ = unsafe setsockopt(descriptor, option.level, option.name, &value, 4)
    }

    /// Sends as much as the kernel takes now.
    ///
    /// - Parameters:
    ///   - buffer: what is to be sent; keeps what was not taken. An error counts as nothing taken:
    ///     the channel meets it too, and deals with it.
    ///   - channel: the one whose socket it is; nothing is sent when it is inactive.
    func send(_ buffer: inout ByteBuffer, of channel: any Channel) {
        guard channel.isActive else { return }
        #if canImport(Darwin)
        let flags = MSG_DONTWAIT
        #else
        let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
        #endif
        let taken = unsafe buffer.withUnsafeReadableBytes { bytes in
            // The kernel reads `count` bytes from an address that lives until the call returns.
            unsafe systemSend(descriptor, bytes.baseAddress, bytes.count, flags)
        }
        guard taken > 0 else { return }
        buffer.moveReaderIndex(forwardBy: min(taken, buffer.readableBytes))
        traffic?.add(sent: taken)
    }
}

/// The system's `send`, which the method of that name hides.
private func systemSend(
    _ descriptor: CInt,
    _ bytes: UnsafeRawPointer?,
    _ count: Int,
    _ flags: Int32
) -> Int {
    unsafe send(descriptor, bytes, count, flags)
}
