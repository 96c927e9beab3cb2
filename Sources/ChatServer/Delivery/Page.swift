import ChatProtocol
import ChatStore
import NIOCore

/// A stretch of the log, read and encoded for one stream.
struct Page: Sendable {
    /// The events that the stream asked for, in its form.
    let encoded: EncodedEvents
    let events: [DurableEvent]
    /// The position up to which the log was read.
    let through: Int64
}

/// Where the pages of a stream that does not follow come from, when that is not the log itself.
///
/// Its positions are its own: they rise from the stream's start to its end.
struct PageSource: Sendable {
    /// Reads the events after a position, and up to which position they go.
    let read: @Sendable (Int64) async throws(StoreError) -> (events: [DurableEvent], through: Int64)
}

/// What a stream that is behind asks of the store.
struct PageRequest: Sendable {
    /// Whose request it is; a stream has one under way at the most.
    let stream: StreamID
    let rooms: [RoomName]
    let encoding: Encoding
    let filter: EventFilter
    var view = EventView.said
    var source: PageSource?
    /// The position of the last event not wanted.
    let after: Int64
    /// The last position wanted.
    let through: Int64
    /// Bytes after which the page ends.
    let bytes: Int
    /// Takes the answer on the stream's event loop; a failure is `nil`.
    let answer: @Sendable (Page?) -> Void
}
