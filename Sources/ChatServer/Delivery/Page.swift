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
    /// What was removed behind the place from which it was read.
    var cuts: [RoomCut] = []
}

/// What a stream that is behind asks of the store.
struct PageRequest: Sendable {
    let rooms: [RoomName]
    let encoding: Encoding
    let filter: EventFilter
    /// Whether texts that were deleted are shown.
    let view: EventView
    /// The position of the last event not wanted.
    let after: Int64
    /// The last position wanted.
    let through: Int64
    /// Takes the answer; `nil` when the log could not be read.
    let answer: @Sendable (Page?) -> Void
}
