import ChatProtocol
import NIOCore

/// An open stream, by which it can be spoken to from anywhere.
struct StreamHandle: Sendable {
    let id: StreamID
    let shard: LoopShard

    /// Puts a control event on the stream; nothing happens once it has ended.
    ///
    /// Does not suspend.
    ///
    /// - Returns: succeeds once the stream had room for it, or has ended.
    func write(_ event: ControlEvent) -> EventLoopFuture<Void> {
        shard.eventLoop.flatSubmit { shard.value.write(event, to: id) }
    }

    /// Tells whether the stream goes on.
    ///
    /// Does not suspend.
    ///
    /// - Parameter position: what it is to have shown first; `nil` for nothing.
    /// - Returns: false once it has ended.
    func goesOn(after position: Int64?) -> EventLoopFuture<Bool> {
        shard.eventLoop.flatSubmit { shard.value.goesOn(id, after: position) }
    }

    /// Ends the stream with a `bye`, once it has shown what was posted last.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s reason.
    ///   - position: of the last event that the stream is to show; 0 for none.
    func finish(reason: String, after position: Int64) {
        shard.eventLoop.execute { shard.value.finish(id, reason: reason, after: position) }
    }
}
