import ChatProtocol

/// What happens in a room at the moment, and its rules: pure, synchronous, told the time.
struct RoomState: Sendable {
    let name: RoomName
    private var presence: Presence
    private var lastTyping: [MemberName: Duration] = [:]
    private var nextLook = 16
    private let typingPause: Duration

    /// Begins with nobody here.
    init(name: RoomName, limits: ServerLimits) {
        self.name = name
        presence = Presence(
            announcedLimit: limits.announcedMembers,
            departurePause: .seconds(limits.departureSeconds)
        )
        typingPause = .seconds(limits.typingSeconds)
    }

    /// The members that have a stream open.
    var here: [MemberName] { presence.here }

    /// How many they are; nobody has to be named for it.
    var hereCount: Int { presence.count }

    /// Notes that a member opened a stream.
    ///
    /// - Returns: what is to be announced.
    mutating func arrived(_ member: MemberName) -> EphemeralEvent? {
        guard presence.arrived(member) else { return nil }
        return .presence(room: name, user: member, here: true)
    }

    /// Notes that a stream of a member ended.
    ///
    /// - Returns: true if a departure is now due later.
    mutating func left(_ member: MemberName, now: Duration) -> Bool {
        presence.left(member, now: now)
    }

    /// Takes the departures whose time has come.
    ///
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
    /// - Returns: what is to be announced; `nil` so soon after the last time.
    mutating func typing(_ member: MemberName, now: Duration) -> EphemeralEvent? {
        if let last = lastTyping[member], now - last < typingPause { return nil }
        forgetTyping(now)
        lastTyping[member] = now
        return .typing(room: name, user: member)
    }

    /// Forgets who has stopped, once there are twice as many as the last look left: nobody pays for
    /// a look at all of them.
    private mutating func forgetTyping(_ now: Duration) {
        guard lastTyping.count >= nextLook else { return }
        lastTyping = lastTyping.filter { now - $0.value < typingPause }
        nextLook = max(16, 2 * lastTyping.count)
    }
}
