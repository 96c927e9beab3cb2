import ChatProtocol

/// The events that are encoded and decoded.
struct MicroSamples: Sendable {
    /// A message of 64 bytes of ASCII: what the load tests post.
    let message: Event
    /// A message with umlauts, kana, curly quotes and two lines.
    let wide: Event
    /// What a room of a few says when someone comes.
    let presence: Event

    /// Makes them.
    ///
    /// - Throws: if a name is none.
    init() throws {
        let text = "a message of words a message of words a message of words a messa"
        message = try Self.message(text)
        wide = try Self.message("Grüße aus Köln, 日本語 and “quotes” with\na second line — ok")
        let room = try RoomName("general")
        presence = .ephemeral(.presence(room: room, user: try MemberName("alice"), here: true))
    }

    /// The events with their names.
    var named: [(name: String, event: Event)] {
        [("message", message), ("wide", wide), ("presence", presence)]
    }

    private static func message(_ text: String) throws -> Event {
        .durable(
            DurableEvent(
                room: try RoomName("general"),
                seq: 4711,
                cursor: Cursor("k3f9ab.471199"),
                at: Timestamp(milliseconds: 1_795_333_200_123),
                user: try MemberName("alice"),
                content: .message(Message(text: text))
            )
        )
    }
}
