import ChatProtocol
import NIOCore
import StreamingHTTP

/// What waits for every stream of a room that stands at one place: put together once, framed once,
/// written by all of them.
struct SharedRun {
    /// The position of the last event that is not in it.
    let after: Int64
    /// The position up to which it is complete.
    let through: Int64
    /// The events in it.
    let count: Int
    let encoding: Encoding
    let bytes: ByteBuffer
    let framing: Framing
    /// The room's newest position when it was made; it is of no more use once that has moved.
    let newest: Int64

    /// Tells whether it is what a stream needs.
    ///
    /// - Returns: true if it can be written as it is.
    func suits(_ stream: OpenStream, newest: Int64) -> Bool {
        after == stream.progress.position && self.newest == newest
            && encoding == stream.request.encoding && framing == stream.body.framing
    }
}
