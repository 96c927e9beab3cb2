import ChatProtocol
import ChatStore
import Synchronization

/// One room: who is here and what happens at the moment, changed by one caller at a time.
///
/// What the log says of it is published beside (``facts``): the tail alone changes it, in order,
/// and anyone may read it without a hop, so that a post is judged on the event loop that it came
/// by.
actor RoomActor {
    private let published: Mutex<RoomFacts>
    private let assignments: Mutex<RolesOnDemand>
    /// When each member last spoke, where the room is in slow mode.
    private let spoken = Mutex(RecentValues<MemberName, Timestamp>(half: RoomActor.spokenCount))
    private var state: RoomState
    private let uptime: @Sendable () -> Duration

    /// Takes over a room.
    ///
    /// - Parameters:
    ///   - facts: what the log says of it.
    ///   - uptime: a clock that never goes back.
    init(
        _ facts: RoomFacts,
        roles: RolesOnDemand = RolesOnDemand(nil),
        limits: ServerLimits,
        uptime: @escaping @Sendable () -> Duration
    ) {
        published = Mutex(facts)
        assignments = Mutex(roles)
        state = RoomState(name: facts.name, limits: limits)
        self.uptime = uptime
    }

    /// What the log says of the room; does not suspend.
    nonisolated var facts: RoomFacts { published.withLock { $0 } }

    /// Looks at the roles of its members; does not suspend.
    nonisolated func roles<Value>(_ look: (borrowing RoomRoles) -> Value) -> Value {
        assignments.withLock { assignments in
            assignments.unpack()
            return look(assignments.roles)
        }
    }

    /// Takes over what the log says of a room that was waited for; does not suspend.
    ///
    /// - Parameter facts: of this room. They are left where something of it was told already, here
    ///   or elsewhere: the tail brings that, and would take the room for one with numbers of its
    ///   own.
    nonisolated func become(_ facts: RoomFacts) {
        guard facts.newest == 0 else { return }
        published.withLock { if $0.newest == 0 { $0 = facts } }
    }

    /// Takes over what was committed here; called by the tail, in order.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - events: of this room, in order.
    ///   - madeAt: when it was made, where its first event is among them.
    ///   - isOwn: whether this server wrote them; who spoke by another one is noted here.
    nonisolated func apply(_ events: [DurableEvent], madeAt: Timestamp? = nil, isOwn: Bool = true) {
        // Roles first: whoever sees by the facts that this was heard of goes on to them.
        assignments.withLock { $0.apply(events) }
        let pause = published.withLock { facts in
            facts.apply(events, madeAt: madeAt)
            return facts.slowSeconds
        }
        guard !isOwn, pause > 0 else { return }
        for event in events where event.content.isMessage {
            spoken.withLock { $0.put(event.at, for: event.user) }
        }
    }

    /// When a member spoke, and when before.
    struct Turn: Sendable {
        fileprivate let member: MemberName
        fileprivate let time: Timestamp
        fileprivate let before: Timestamp?
    }

    /// Notes that a member speaks, or refuses where the room is in slow mode.
    ///
    /// Does not suspend. Remembers a bounded number of members: once so many others have spoken,
    /// one may speak again.
    ///
    /// - Parameter member: who may write, and decides nothing here.
    /// - Returns: to be taken back where nothing new is said; `nil` without slow mode.
    /// - Throws: `tooSoon`.
    nonisolated func letSpeak(_ member: MemberName, at now: Timestamp) throws(StoreError) -> Turn? {
        let pause = facts.slowSeconds
        guard pause > 0 else { return nil }
        let (before, wait) = spoken.withLock { spoken -> (Timestamp?, Int64) in
            let before = spoken[member]
            let since = now.milliseconds - (before?.milliseconds ?? .min / 2)
            // A clock that went back keeps nobody waiting for much longer than the pause.
            let wait = since > -Self.wavering ? max(0, pause * 1000 - max(0, since)) : 0
            if wait == 0 { spoken.put(now, for: member) }
            return (before, wait)
        }
        if wait > 0 { throw .tooSoon(pause: pause, wait: .milliseconds(wait)) }
        return Turn(member: member, time: now, before: before)
    }

    /// Milliseconds that a clock may go back without having been set: a database tells its time as
    /// late as it answers, and of two who speak at once either may come first here.
    private static let wavering: Int64 = 5000

    /// Takes back that a member spoke, since nothing new is in the log.
    ///
    /// Does not suspend.
    ///
    /// - Parameter turn: as it was noted; one that a later one has followed stays.
    nonisolated func takeBack(_ turn: Turn) {
        spoken.withLock { spoken in
            guard spoken[turn.member] == turn.time else { return }
            spoken.put(turn.before ?? Timestamp(milliseconds: 0), for: turn.member)
        }
    }

    /// Members that are remembered to have spoken: names cost nothing, and a pause may last a day.
    private static let spokenCount = 10_000

    /// Takes over what was removed from the old end; does not suspend.
    nonisolated func apply(_ removal: Removal) {
        published.withLock { $0.apply(removal) }
    }

    /// Takes over what another server removed from the old end; does not suspend.
    nonisolated func takeCut(of row: StoredRoom) {
        published.withLock { $0.remove(before: row.oldest, through: row.removedThrough) }
    }

    /// Takes over the room as it is now, of which events were removed that were not heard of.
    ///
    /// Does not suspend.
    nonisolated func takeAnew(_ anew: LogNews.RoomAnew) {
        assignments.withLock { $0 = RolesOnDemand(RoomRoles(anew.members)) }
        published.withLock { $0.takeAnew(anew.room) }
    }

    /// Takes over when the room's oldest event was written; does not suspend.
    ///
    /// - Parameter seq: of the oldest event when the log was asked.
    nonisolated func note(oldestAt time: Timestamp, asOf seq: Int64) {
        published.withLock { $0.note(oldestAt: time, asOf: seq) }
    }

    /// The members that have a stream open.
    ///
    /// Does not suspend beyond the hop.
    var here: [MemberName] { state.here }

    /// How many they are.
    ///
    /// Does not suspend beyond the hop.
    var hereCount: Int { state.hereCount }

    /// Notes what became of a member's streams.
    ///
    /// - Parameter change: streams that began and ended.
    /// - Returns: what is to be announced, and whether a departure is now due later.
    func note(
        _ member: MemberName,
        _ change: PresenceTracker.Change
    ) -> (arrival: EphemeralEvent?, isWaiting: Bool) {
        var arrival: EphemeralEvent?
        var isWaiting = false
        for _ in 0..<change.began { arrival = state.arrived(member) ?? arrival }
        for _ in 0..<change.ended { isWaiting = state.left(member, now: uptime()) || isWaiting }
        return (arrival, isWaiting)
    }

    /// Takes the departures that are due.
    ///
    /// - Returns: what is to be announced, and whether more are due later.
    func departures() -> (events: [EphemeralEvent], isWaiting: Bool) {
        state.departures(now: uptime())
    }

    /// Notes that a member is typing.
    ///
    /// - Returns: what is to be announced, if anything.
    func typing(_ member: MemberName) -> EphemeralEvent? {
        state.typing(member, now: uptime())
    }
}
