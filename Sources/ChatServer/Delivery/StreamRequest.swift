import ChatProtocol
import ChatStore

/// What a client asked of a stream, checked and made positions.
struct StreamRequest: Sendable {
    /// The rooms it covers; each can be read.
    var rooms: [RoomName]
    var encoding: Encoding
    var filter: StreamFilter
    /// The position of the last event that it is not to see.
    var start: Int64
    /// The last position that it is to see; `nil` to follow.
    var end: Int64?
    /// Messages after which it ends; `nil` is no limit.
    var limit: Int?
    /// Seconds after which it ends; `nil` is never.
    var timeout: Int?
    /// Seconds of silence after which a `ping` is sent; `nil` sends none.
    var heartbeat: Int?
    /// Whose stream it is; `nil` for a reader without credentials.
    var member: MemberName?
    /// The control events that come first: `open`, then what cannot be read or resumed.
    var opening: [Event]
    /// Whether messages are shown as they were said or as they are now; one that follows shows what
    /// is said.
    var view = EventView.said
    /// Where its pages come from; `nil` for the log.
    ///
    /// One that has it has an end and no rooms.
    var source: PageSource?

    /// True for a stream that follows, and so speaks of itself in control events.
    var follows: Bool { end == nil }
}
