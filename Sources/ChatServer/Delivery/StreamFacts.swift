import ChatProtocol
import NIOCore
import StreamingHTTP

/// What an operator is told of one open stream.
struct StreamFacts: Hashable, Sendable {
    let id: Int
    /// Whose it is; `nil` for a reader without credentials.
    let member: MemberName?
    /// Where its client is; `nil` for a Unix socket.
    let address: String?
    /// As the log names them; who is told of it may not be meant to know of all.
    var rooms: [RoomName]
    /// Whether it is given the direct rooms of its member, those too that come to be while it
    /// lasts.
    let followsDirect: Bool
    let format: Format
    /// How long it is open.
    let age: Duration
    /// Whether replay has ended.
    let isLive: Bool
    /// Events of the log by which it is behind.
    let lag: Int64
    /// Events of the log, and bytes of the body, that were written to it; `nil` for who is not
    /// meant to know.
    var delivered: Int?
    var written: Int?
    /// Bytes that wait for its client, in this process and in the kernel.
    let waiting: Int

    /// Looks at a stream.
    ///
    /// - Parameter head: the newest position that the loop has heard of.
    init(_ stream: OpenStream, head: Int64, now: NIODeadline) {
        id = stream.id.number
        member = stream.request.member
        address = stream.body.clientAddress
        rooms = stream.request.rooms
        // Who has no account has no direct room.
        followsDirect =
            stream.request.followsAll && stream.request.caller.identity.account != nil
        format = stream.request.encoding.format
        age = .nanoseconds((now - stream.openedAt).nanoseconds)
        isLive = stream.progress.isLive
        lag = stream.isCaughtUp ? 0 : max(0, head - stream.progress.position)
        delivered = stream.delivered
        written = stream.writtenBytes
        waiting = stream.body.unsentBytes
    }
}
