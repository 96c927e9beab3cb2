import ChatProtocol
import ChatStore

/// What the log says of a room: pure, told each commit.
struct RoomFacts: Hashable, Sendable {
    let name: RoomName
    private(set) var topic = ""
    private(set) var visibility = Visibility.public
    private(set) var newest: Int64 = 0
    private(set) var oldest: Int64 = 1
    /// When the oldest event that is left was written; `nil` where nobody has looked.
    private(set) var oldestAt: Timestamp?
    /// Seconds between two messages of a member; 0 is no pause.
    private(set) var slowSeconds: Int64 = 0
    private(set) var retention = Retention()
    /// The position of the newest event that was removed; 0 while none was.
    private(set) var removedThrough: Int64 = 0
    /// When the room was made, as the log says it; another room may have had its name before.
    private(set) var createdAt = Timestamp(milliseconds: 0)

    /// Begins an empty room.
    init(new name: RoomName) {
        self.name = name
        if name.isDirect { visibility = .private }
    }

    /// Takes over what the store knows of a room.
    init(_ stored: StoredRoom) {
        name = stored.name
        topic = stored.topic
        visibility = stored.visibility
        newest = stored.newest
        oldest = stored.oldest
        slowSeconds = stored.slowSeconds
        retention = stored.retention
        removedThrough = stored.removedThrough
        createdAt = stored.createdAt
    }

    /// The same before anything was told of what was said in it.
    var untold: RoomFacts {
        var facts = self
        facts.newest = 0
        return facts
    }

    /// The events that can be asked for.
    var range: ControlEvent.RoomRange { .init(room: name, oldest: oldest, newest: newest) }

    /// How much of it is gone.
    var cut: RoomCut { RoomCut(room: name, oldest: oldest, through: removedThrough) }

    /// When the room was made; `nil` where nobody told.
    var madeAt: Timestamp? { createdAt.milliseconds == 0 ? nil : createdAt }

    /// Whether a room whose first event is told is another one of the name.
    ///
    /// - Parameter other: when that one was made; `nil` where nobody told.
    /// - Returns: true for a room that has its first event already, and for one that was made at
    ///   another time.
    func isOther(thanMadeAt other: Timestamp?) -> Bool {
        guard newest == 0 else { return true }
        guard let madeAt, let other else { return false }
        return madeAt != other
    }

    /// Whether a room is gone of which this is known, since the log has another one of the name, or
    /// none.
    ///
    /// - Parameter row: that the log has by the name, read after this was known; `nil` for none.
    /// - Returns: false also for another one whose first event is yet to come, which tells of it.
    func isGone(where row: StoredRoom?) -> Bool {
        guard let row, row.newest >= newest else { return true }
        return newest == 0 && row.newest == 0 && isOther(thanMadeAt: row.createdAt)
    }

    /// Takes over what was committed; events it knows already change nothing.
    ///
    /// - Parameters:
    ///   - events: of this room, in order.
    ///   - madeAt: when the room was made, where its first event is among them.
    mutating func apply(_ events: some Sequence<DurableEvent>, madeAt: Timestamp? = nil) {
        for event in events where event.seq > newest {
            newest = event.seq
            // One that was made before anything was said in it has its time already. The time of
            // what is imported is no room's.
            if event.seq == 1, createdAt.milliseconds == 0 { createdAt = madeAt ?? event.at }
            guard case .room(let change) = event.content else { continue }
            topic = change.topic ?? topic
            visibility = change.visibility ?? visibility
            slowSeconds = change.slowSeconds ?? slowSeconds
            retention = change.retention ?? retention
        }
    }

    /// Takes over a room as it is now, of which events were removed that were not heard of.
    ///
    /// - Parameter row: of the same room. What is left of its events comes by the tail.
    mutating func takeAnew(_ row: StoredRoom) {
        let heard = newest
        self = RoomFacts(row)
        newest = max(heard, row.oldest - 1)
    }

    /// Takes over what was removed from the old end.
    mutating func apply(_ removal: Removal) {
        remove(before: removal.oldest, through: removal.through)
    }

    /// Takes over what was removed from the old end.
    ///
    /// - Parameters:
    ///   - seq: of the oldest event that is left.
    ///   - position: of the newest event that was removed.
    mutating func remove(before seq: Int64, through position: Int64) {
        if seq > oldest { (oldest, oldestAt) = (seq, nil) }
        removedThrough = max(removedThrough, position)
    }

    /// Takes over when the oldest event was written.
    ///
    /// - Parameters:
    ///   - time: of it, or of a later one that has become the oldest.
    ///   - seq: of the oldest event when the log was asked; nothing is noted where another is now.
    mutating func note(oldestAt time: Timestamp, asOf seq: Int64) {
        if seq == oldest { oldestAt = time }
    }

    /// What of a change is otherwise than the room is.
    ///
    /// - Returns: nothing where the room is all of it already.
    func news(in change: RoomChange) -> RoomChange {
        RoomChange(
            topic: change.topic == topic ? nil : change.topic,
            visibility: change.visibility == visibility ? nil : change.visibility,
            slowSeconds: change.slowSeconds == slowSeconds ? nil : change.slowSeconds,
            retention: change.retention == retention ? nil : change.retention
        )
    }
}
