package import ChatProtocol

/// What a stream tells, in order.
package enum StreamReport: Hashable, Sendable {
    /// The server is being asked.
    case connecting
    /// It answers; what comes first may be replay.
    case opened
    /// An event that was not told before.
    case event(Event)
    /// Nothing came for this many seconds, which is more than a heartbeat.
    case quiet(seconds: Int)
    /// The stream ended; `retryIn` is the wait before the next, `nil` if there will be none before
    /// someone asks for it.
    case disconnected(StreamEnd, retryIn: Duration?)
}
