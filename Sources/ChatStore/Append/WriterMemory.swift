import ChatProtocol

/// What the writer knows of the log from its last transaction, so that it need not ask again.
///
/// It holds only while the log's newest position is the one that it knows: whoever else wrote
/// meanwhile, and a transaction that failed, empty it. At most ``StoreOptions/roomLimit`` rooms.
/// It belongs to the thread that commits.
final class WriterMemory {
    /// A room that is there.
    struct KnownRoom {
        let id: Int64
        /// Which tells it from another room that has its name later.
        let madeAt: Timestamp
        /// The number of its newest event; 0 before the first.
        var newest: Int64

        /// Takes the next number.
        mutating func next() -> KnownRoom {
            newest += 1
            return self
        }

        /// Whether it is the room that was judged.
        ///
        /// - Parameter time: when that was made; `nil` where any is right.
        /// - Returns: false for another one of the name.
        func isOf(_ time: Timestamp?) -> Bool { time == nil || time == madeAt }
    }

    /// The log's newest position.
    var head: Int64 = 0
    var rooms: [RoomName: KnownRoom] = [:]
    var roomCount = RoomCount()
    /// What the log's `access_number` was: whoever takes a room away changes it.
    var accessNumber: Int64 = 0
    /// No idempotency key is older; `nil` when it is not known.
    var oldestKeyAt: Timestamp?
    /// By which keys are old enough to be dropped; it is never forgotten.
    var clock: SettledClock
    /// Names that are kept as somebody's, as many as are worth their memory.
    private var speakers: Set<MemberName> = []
    private static let speakerLimit = 10_000
    /// Names that are no account's, as many as of speakers.
    private var guests: Set<MemberName> = []

    /// Makes an empty one.
    ///
    /// - Parameters:
    ///   - last: the last time that the log knows; `nil` where the clock is believed at once.
    ///   - lifetime: of keys. Whatever came before a jump is older once it is believed.
    init(after last: Timestamp? = nil, keysLivingFor lifetime: Duration = .seconds(86_400)) {
        clock = SettledClock(after: last, wait: lifetime)
    }

    /// Goes on to what others have written.
    ///
    /// - Parameters:
    ///   - events: of any rooms, which follow ``head``.
    ///   - last: the position of the last.
    func advance(by events: [DurableEvent], to last: Int64) {
        for event in events { rooms[event.room]?.newest = event.seq }
        head = last
    }

    /// Empties it unless it knows the log's newest position.
    func check(head: Int64) {
        guard head != self.head else { return }
        forget()
        self.head = head
    }

    /// Forgets the rooms if one of them may have been taken away by another server, and the guests
    /// if one of them may have been given an account.
    ///
    /// - Parameter number: the log's `access_number`.
    func check(accessNumber number: Int64) {
        guard number != accessNumber else { return }
        accessNumber = number
        rooms = [:]
        guests = []
    }

    /// Empties it.
    func forget() {
        head = 0
        rooms = [:]
        roomCount = RoomCount()
        oldestKeyAt = nil
        speakers = []
        guests = []
    }

    /// Whether a name is known to be no account's.
    ///
    /// - Parameter name: of whoever has no account.
    /// - Returns: false where that has to be asked.
    func knows(guest name: MemberName) -> Bool { guests.contains(name) }

    /// Notes that a name is no account's.
    ///
    /// - Parameter name: one that was looked for among them.
    func note(guest name: MemberName) {
        if guests.count >= Self.speakerLimit { guests = [] }
        guests.insert(name)
    }

    /// Notes a name.
    ///
    /// - Parameter name: of whoever causes an event, or is let in by one.
    /// - Returns: true if it was not noted yet, as far as is remembered.
    func isNew(speaker name: MemberName) -> Bool {
        if speakers.contains(name) { return false }
        if speakers.count >= Self.speakerLimit { speakers = [] }
        speakers.insert(name)
        return true
    }
}
