import ChatProtocol
import ChatStore

/// A room's state and its rules: pure, synchronous, told the time.
struct RoomState: Sendable {
    let name: RoomName
    private(set) var topic: String
    private(set) var visibility: Visibility
    private(set) var newest: Int64
    private(set) var oldest: Int64
    private var presence: Presence
    private var lastTyping: [MemberName: Duration] = [:]
    private let typingPause: Duration

    /// Takes over what the store knows of a room.
    ///
    /// - Parameters:
    ///   - stored: the room's row.
    ///   - limits: for presence and typing.
    init(_ stored: StoredRoom, limits: ServerLimits) {
        self.init(new: stored.name, limits: limits)
        topic = stored.topic
        visibility = stored.visibility
        newest = stored.newest
        oldest = stored.oldest
    }

    /// Begins an empty room.
    ///
    /// - Parameters:
    ///   - name: the room.
    ///   - limits: for presence and typing.
    init(new name: RoomName, limits: ServerLimits) {
        self.name = name
        topic = ""
        visibility = .public
        newest = 0
        oldest = 1
        presence = Presence(
            announcedLimit: limits.announcedMembers,
            departurePause: .seconds(limits.departureSeconds)
        )
        typingPause = .seconds(limits.typingSeconds)
    }

    /// The members that have a stream open.
    var here: [MemberName] { presence.here }

    /// The events that can be asked for.
    var range: ControlEvent.RoomRange { .init(room: name, oldest: oldest, newest: newest) }

    /// Takes over what was committed; events it knows already change nothing.
    ///
    /// - Parameter events: of this room, in order.
    mutating func apply(_ events: some Sequence<DurableEvent>) {
        for event in events where event.seq > newest {
            newest = event.seq
            guard case .room(let change) = event.content else { continue }
            topic = change.topic ?? topic
            visibility = change.visibility ?? visibility
        }
    }

    /// Notes that a member opened a stream.
    ///
    /// - Parameter member: who.
    /// - Returns: what is to be announced.
    mutating func arrived(_ member: MemberName) -> EphemeralEvent? {
        guard presence.arrived(member) else { return nil }
        return .presence(room: name, user: member, here: true)
    }

    /// Notes that a stream of a member ended.
    ///
    /// - Parameters:
    ///   - member: who.
    ///   - now: the time.
    /// - Returns: true if a departure is now due later.
    mutating func left(_ member: MemberName, now: Duration) -> Bool {
        presence.left(member, now: now)
    }

    /// Takes the departures whose time has come.
    ///
    /// - Parameter now: the time.
    /// - Returns: what is to be announced, and whether more are due later.
    mutating func departures(now: Duration) -> (events: [EphemeralEvent], isWaiting: Bool) {
        let gone = presence.departures(now: now)
        lastTyping = lastTyping.filter { now - $0.value < typingPause }
        return (
            gone.map { .presence(room: name, user: $0, here: false) }, presence.isWaiting
        )
    }

    /// Notes that a member is typing.
    ///
    /// - Parameters:
    ///   - member: who.
    ///   - now: the time.
    /// - Returns: what is to be announced; `nil` so soon after the last time.
    mutating func typing(_ member: MemberName, now: Duration) -> EphemeralEvent? {
        lastTyping = lastTyping.filter { now - $0.value < typingPause }
        guard lastTyping[member] == nil else { return nil }
        lastTyping[member] = now
        return .typing(room: name, user: member)
    }
}
