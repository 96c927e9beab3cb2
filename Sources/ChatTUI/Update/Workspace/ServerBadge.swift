import ChatProtocol

/// What of a server shows while another one is in front: two that are equal look the same.
struct ServerBadge: Hashable {
    private var state: String?
    private var rooms: [Entry]

    private struct Entry: Hashable {
        var name: RoomName
        var unread: Int64
        var mentions: Int
        var isWaiting: Bool
    }

    /// Looks at a server.
    init(_ model: Model) {
        state = model.stateWord
        rooms = model.rooms.map { room in
            // Nothing shows larger numbers.
            Entry(
                name: room.name,
                unread: room.shownUnread,
                mentions: min(room.mentions, 99),
                isWaiting: model.isWaiting(room)
            )
        }
    }
}
