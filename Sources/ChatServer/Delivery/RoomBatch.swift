import ChatProtocol

/// The events of one room in one commit, shared by every stream of the room on every loop.
final class RoomBatch: Sendable {
    let room: RoomName
    /// In order; never empty.
    let events: [DurableEvent]
    /// The position of each event.
    let positions: [Int64]
    private let once: EncodedOnce

    /// Takes one room's share of a commit.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - events: its events, in order.
    init(room: RoomName, events: [DurableEvent]) {
        self.room = room
        self.events = events
        positions = events.map { $0.cursor?.position ?? 0 }
        once = EncodedOnce(events.map(Event.durable))
    }

    /// The newest `seq` of the room.
    var newest: Int64 { events.last?.seq ?? 0 }

    /// The events in a form.
    ///
    /// - Parameter encoding: the form.
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding) -> EncodedEvents {
        once.encoded(as: encoding)
    }
}
