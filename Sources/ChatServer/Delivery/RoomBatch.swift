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
    /// When the room was made, where its first event is here and that is known.
    let madeAt: Timestamp?
    /// The position of the commit's last event, of whatever room.
    let commitLast: Int64
    /// Bytes of memory that its events take; what they are encoded to comes on top.
    let bytes: Int
    private let forms = EncodedForms()
    /// The folded texts of its events by index, as far as a stream asked for them.
    private let searchedTexts = Mutex<[Int: SearchedText]>([:])

    /// Takes one room's share of a commit.
    ///
    /// - Parameters:
    ///   - commitLast: the position of the commit's last event.
    ///   - madeAt: when the room was made, where its first event is here.
    init(room: RoomName, events: [DurableEvent], commitLast: Int64, madeAt: Timestamp? = nil) {
        self.room = room
        self.madeAt = madeAt
        self.events = events
        self.commitLast = commitLast
        positions = events.map { $0.cursor?.position ?? 0 }
        bytes = events.reduce(0) { $0 + Self.bytes(of: $1) }
        audience = Audience(of: events)
        deleted = Set(
            events.compactMap {
                if case .delete(let target, _) = $0.content { target } else { nil }
            }
        )
    }

    /// A text of more than 15 bytes has a place of its own, of 32 bytes more.
    private static func bytes(of event: DurableEvent) -> Int {
        let fixed = MemoryLayout<DurableEvent>.stride + MemoryLayout<Int64>.stride
        guard case .message(let message) = event.content else { return fixed + 64 }
        let text = message.text.utf8.count
        return fixed + (text > 15 ? text + 32 : 0)
    }

    /// For whom it may change whether the room is to be seen: for all by its first event and by a
    /// change of visibility, for a member by a change of the role.
    let audience: Audience

    /// The messages whose texts it deletes.
    private let deleted: Set<Int64>

    /// Whether texts were deleted by it.
    var withdraws: Bool { !deleted.isEmpty }

    /// Whether it holds a text that it deletes too.
    var withdrawsItsOwn: Bool {
        withdraws
            && events.contains { event in
                switch event.content {
                case .message: deleted.contains(event.seq)
                case .edit(let target, _): deleted.contains(target)
                case .delete, .react, .room, .member, .unknown: false
                }
            }
    }

    /// The newest `seq` of the room.
    var newest: Int64 { events.last?.seq ?? 0 }

    /// The position of its last event.
    var last: Int64 { positions.last ?? 0 }

    /// The events in a form.
    ///
    /// - Returns: the shared bytes.
    func encoded(as encoding: Encoding) -> EncodedEvents {
        let encoding = encoding.of(room)
        return forms.encoded(as: encoding) { encoding.encode(events.lazy.map(Event.durable)) }
    }

    /// What a stream's `match` looks into, folded once for all streams.
    ///
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
