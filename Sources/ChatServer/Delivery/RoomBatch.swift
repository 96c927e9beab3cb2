import ChatProtocol
import ChatStore
import Synchronization

/// The events of one room in one commit, shared by every stream of the room on every loop.
final class RoomBatch: Sendable {
    let room: RoomName
    /// In order; never empty.
    let events: [DurableEvent]
    /// The position of each event.
    let positions: [Int64]
    /// The position of the commit's last event, of whatever room.
    let commitLast: Int64
    private let forms = EncodedForms()
    /// The folded texts of its events by index, as far as a stream asked for them.
    private let searchedTexts = Mutex<[Int: SearchedText]>([:])

    /// Takes one room's share of a commit.
    ///
    /// - Parameters:
    ///   - room: the room.
    ///   - events: its events, in order.
    ///   - commitLast: the position of the commit's last event.
    init(room: RoomName, events: [DurableEvent], commitLast: Int64) {
        self.room = room
        self.events = events
        self.commitLast = commitLast
        positions = events.map { $0.cursor?.position ?? 0 }
    }

    /// Whether it may change who sees the room: its first events, and those of roles and rules.
    var changesAccess: Bool {
        events.contains { event in
            switch event.content {
            case .member, .room: true
            case .message, .edit, .delete, .react: event.seq == 1
            }
        }
    }

    /// Whether texts were deleted by it.
    var withdraws: Bool {
        events.contains { if case .delete = $0.content { true } else { false } }
    }

    /// The newest `seq` of the room.
    var newest: Int64 { events.last?.seq ?? 0 }

    /// The position of its last event.
    var last: Int64 { positions.last ?? 0 }

    /// The events in a form.
    ///
    /// - Parameter encoding: the form.
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding) -> EncodedEvents {
        let encoding = encoding.of(room)
        return forms.encoded(as: encoding) { encoding.encode(events.lazy.map(Event.durable)) }
    }

    /// What a stream's `match` looks into, folded once for all streams.
    ///
    /// - Parameter index: of an event.
    /// - Returns: `nil` for what holds no speech.
    func searchedText(at index: Int) -> SearchedText? {
        searchedTexts.withLock { texts in
            if let known = texts[index] { return known }
            let made = events[index].searchedText
            texts[index] = made
            return made
        }
    }

    /// Which of its events come after a position.
    ///
    /// - Parameter position: of the last event that is not wanted.
    /// - Returns: their indices, maybe none.
    func range(after position: Int64) -> Range<Int> {
        // Nearly always the whole batch is new.
        if let first = positions.first, first > position { return 0..<positions.count }
        let start = positions.firstIndex { $0 > position } ?? positions.count
        return start..<positions.count
    }
}
