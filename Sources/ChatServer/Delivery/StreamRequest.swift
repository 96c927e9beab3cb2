import ChatProtocol
import ChatStore

/// What a client asked of a stream, checked and made positions.
struct StreamRequest: Sendable {
    /// The rooms it covers; each can be read.
    var rooms: [RoomName]
    /// Rooms that were asked for and are not there for the caller.
    ///
    /// Nobody has written to them, and then they are among ``rooms`` too, or the caller may not see
    /// them. Nothing is told of them until they are there.
    var awaited: Set<RoomName> = []
    var encoding: Encoding
    var filter: StreamFilter
    /// The position of the last event that it is not to see.
    var start: Int64
    /// The positions up to which events of its rooms are gone without its being told any more: what
    /// was removed before it began, and what it was told of.
    var knownCuts: [RoomName: Int64] = [:]
    /// Messages after which it ends; `nil` is no limit.
    var limit: Int?
    /// After which it ends; `nil` is never.
    var timeout: TimeSpan?
    /// Seconds of silence after which a `ping` is sent; `nil` sends none.
    var heartbeat: Int?
    /// Whose stream it is.
    var caller = Caller(identity: .reader, address: "")
    /// Whether rooms are added that become the caller's while it lasts.
    var followsAll = false
    /// The log's head when it was decided that these rooms can be read.
    var decidedAt: Int64 = 0
    /// The control events that come first: `open`, then what cannot be read or resumed.
    var opening: [Event]

    /// Those of ``rooms`` that are there: in these alone its member is seen to be here.
    ///
    /// In one that nobody has written to a member would be told of oneself and of others who wait,
    /// and in one that is hidden of nobody: so much would tell them apart.
    var presentRooms: [RoomName] {
        awaited.isEmpty ? rooms : rooms.filter { !awaited.contains($0) }
    }

    /// Whose stream it is; `nil` for a reader without credentials.
    var member: MemberName? { caller.member }
}
