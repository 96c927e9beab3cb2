import ChatProtocol
import Testing

/// Values that tests share; each is the one the documents show.
struct Samples {
    let room: RoomName
    let alice: MemberName
    let bob: MemberName
    let cursor: Cursor
    let at: Timestamp

    /// Makes them.
    ///
    /// - Throws: if a name is none.
    init() throws {
        room = try RoomName("general")
        alice = try MemberName("alice")
        bob = try MemberName("bob")
        cursor = try #require(Cursor("k3f9.4711"))
        at = try #require(Timestamp("2026-11-22T07:40:00.123Z"))
    }

    /// A durable event by alice, seq 12.
    ///
    /// - Parameter user: by whom, if not alice.
    func durable(_ content: DurableEvent.Content, by user: MemberName? = nil) -> Event {
        .durable(
            DurableEvent(
                room: room,
                seq: 12,
                cursor: cursor,
                at: at,
                user: user ?? alice,
                content: content
            )
        )
    }

    /// A message by alice, seq 12.
    ///
    /// - Parameter kind: how it is to be read.
    func message(_ text: String, kind: Message.Kind? = nil) -> Event {
        durable(.message(Message(text: text, kind: kind)))
    }
}

/// An event's bytes as text.
///
/// - Parameter namesRooms: whether the stream covers several rooms.
/// - Returns: the bytes, without the preamble.
func encoded(_ event: Event, as format: Format, namesRooms: Bool = false) -> String {
    var bytes: [UInt8] = []
    EventEncoder(format: format, namesRooms: namesRooms).append(event, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}
