import ChatProtocol
import NIOCore

/// A stream whose request's task waits for its end.
struct FollowedStream: Sendable {
    /// Those in which its member was seen to be here when it began.
    let rooms: [RoomName]
    let handle: EventLoopFuture<StreamHandle?>
    let ended: EventLoopFuture<StreamEnding>

    /// Puts a control event on the stream; nothing happens once it has ended.
    ///
    /// Suspends until the client has taken enough to have room for it: whoever answers what a
    /// client sends may not be quicker than the client reads.
    func write(_ event: ControlEvent) async {
        // It fails only where the loop was shut down under the stream, which has ended then.
        try? await handle.flatMap { handle in
            handle?.write(event) ?? self.ended.eventLoop.makeSucceededVoidFuture()
        }.get()
    }

    /// Tells whether the stream goes on.
    ///
    /// Suspends until it has shown what it is to have shown, or has ended.
    ///
    /// - Parameter position: of the last event that it is to have shown, with all that waits for
    ///   it; `nil` for nothing.
    /// - Returns: false once it has ended.
    func goesOn(after position: Int64?) async -> Bool {
        let answer = handle.flatMap { handle in
            handle?.goesOn(after: position) ?? self.ended.eventLoop.makeSucceededFuture(false)
        }
        // It fails only where the loop was shut down under the stream, which has ended then.
        return (try? await answer.get()) ?? false
    }

    /// Ends the stream with a `bye`, once it has shown what was posted last.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - reason: the `bye`'s reason.
    ///   - position: of the last event that the stream is to show; 0 for none.
    func finish(reason: String, after position: Int64) {
        handle.whenSuccess { $0?.finish(reason: reason, after: position) }
    }

    /// Waits for the stream's end, whoever ends it.
    ///
    /// Suspends for as long; cancellation is felt through the channel's close.
    ///
    /// - Returns: how it ended, and in which rooms its member was seen to be here then.
    func end() async -> StreamEnding {
        do {
            return try await ended.get()
        } catch {
            // The loop was shut down under the stream.
            return StreamEnding(end: .failed, rooms: rooms)
        }
    }
}

/// How a stream ended, and the rooms in which its member was seen to be here then.
struct StreamEnding: Hashable, Sendable {
    let end: StreamOutcome
    let rooms: [RoomName]
}
