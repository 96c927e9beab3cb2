import ChatProtocol
import ChatStore
import Synchronization

/// All rooms of the server, by name.
///
/// Every room that the store has is here from the start, so that none is ever loaded while commits
/// arrive; a new one is added by the commit or the request that makes it, whichever comes first.
/// Bounded by the store's limit of rooms.
///
/// A stream makes no room: it may wait for one that nobody has written to. Who comes to a room of
/// which nothing was told yet, as by another server, is kept apart until it is.
final class Rooms: Sendable {
    private let rooms: Mutex<[RoomName: RoomActor]>
    /// Those of which streams alone know, with the count of these; bounded by the streams.
    private let awaited = Mutex<[RoomName: (room: RoomActor, streams: Int)]>([:])
    /// The rooms in which a departure is due.
    private let waiting = Mutex<Set<RoomName>>([])
    /// The newest room's own number at the last look for rooms in which nothing was said.
    let newestMade = Atomic<Int64>(0)
    let store: ChatStore
    private let limits: ServerLimits
    private let uptime: @Sendable () -> Duration

    /// Takes over the store's rooms, before its first commit.
    ///
    /// Suspends for the read.
    ///
    /// - Parameter uptime: a clock that never goes back.
    init(
        store: ChatStore,
        limits: ServerLimits,
        uptime: @escaping @Sendable () -> Duration
    ) async throws(StoreError) {
        self.store = store
        self.limits = limits
        self.uptime = uptime
        let stored = try await store.rooms()
        let members = try await store.allMembers()
        rooms = Mutex(
            stored.reduce(into: [:]) { rooms, row in
                rooms[row.name] = RoomActor(
                    RoomFacts(row),
                    roles: RolesOnDemand(members[row.name]),
                    limits: limits,
                    uptime: uptime
                )
            }
        )
    }

    /// All rooms as they are now; does not suspend.
    var byName: [RoomName: RoomActor] { rooms.withLock { $0 } }

    /// All rooms, in order of name.
    var all: [(name: RoomName, room: RoomActor)] {
        // Sorted outside the lock, for which commits and posts wait.
        byName.sorted { $0.key < $1.key }.map { (name: $0.key, room: $0.value) }
    }

    /// How many rooms there are; does not suspend.
    var count: Int { rooms.withLock(\.count) }

    /// Finds a room.
    ///
    /// - Returns: `nil` if there is none.
    func room(named name: RoomName) -> RoomActor? {
        rooms.withLock { $0[name] }
    }

    /// Finds a room, or makes it.
    ///
    /// Suspends only to make one.
    ///
    /// - Throws: a problem for the client: the server has too many rooms.
    func room(making name: RoomName) async throws(Problem) -> RoomActor {
        if let known = room(named: name) { return known }
        if store.isShared {
            try await learn(name, within: .seconds(2))
            if let known = room(named: name) { return known }
        }
        let made = try await attempt { () async throws(StoreError) in
            let made = try await store.makeRoom(name)
            // Somebody else's first message was quicker: it comes by the tail, like everything.
            if made.newest > 0 { try await store.reachNewest(within: .seconds(2)) }
            return made
        }
        defer { store.bus.send(.access, "") }
        return room(named: name) ?? add(RoomFacts(made))
    }

    /// Looks for a room in the log that another process may have made, or let somebody into.
    ///
    /// What happened in it comes by the tail, like everything; a room of which no event tells is
    /// taken over as the log has it.
    ///
    /// Suspends to read, and until the tail has come as far.
    func learn(_ name: RoomName, within limit: Duration) async throws(Problem) {
        let stored = try await attempt { () async throws(StoreError) in
            let stored = try await store.room(name)
            let known = room(named: name)
            guard let stored, stored.newest != known?.facts.newest else {
                return nil as StoredRoom?
            }
            if stored.newest > 0 { try await store.reachNewest(within: limit) }
            return known == nil ? stored : nil
        }
        if let stored, stored.newest == 0 { add(RoomFacts(stored)) }
    }

    /// Forgets a room that was taken away; does not suspend.
    ///
    /// - Parameter name: its name, which another one may have by now.
    func forget(_ name: RoomName, _ room: RoomActor) {
        rooms.withLock { rooms in
            if rooms[name] === room { rooms[name] = nil }
        }
    }

    /// Forgets a room that was taken away, as everything else does; does not suspend.
    ///
    /// - Parameters:
    ///   - name: its name, which another one may have by now.
    ///   - forget: makes everything forget a room by its name.
    func forget(_ name: RoomName, _ room: RoomActor, _ forget: (RoomName) -> Void) {
        // Before the room is unknown: one of its name that is made meanwhile replaces it, and one
        // that is made afterwards comes to what has forgotten it.
        if self.room(named: name) === room { forget(name) }
        self.forget(name, room)
    }

    /// Tells the rooms what was committed, in order.
    ///
    /// Does not suspend; called by the tail alone, one commit after the other.
    ///
    /// - Parameters:
    ///   - commit: what the store made durable.
    ///   - isOwn: whether this server wrote it.
    /// - Returns: the rooms that others of the same name had been before: another server has taken
    ///   those away.
    func apply(_ commit: CommitBatch, isOwn: Bool = true) -> [RoomName] {
        var replaced: [RoomName] = []
        for (name, batch) in commit.rooms {
            guard let known = room(named: name) else {
                add(name, batch)
                continue
            }
            guard batch.events.first?.seq == 1, known.facts.isOther(thanMadeAt: batch.madeAt) else {
                known.apply(batch.events, madeAt: batch.madeAt, isOwn: isOwn)
                continue
            }
            forget(name, known)
            add(name, batch)
            replaced.append(name)
        }
        return replaced
    }

    // MARK: - Presence

    /// Notes what became of a member's streams in a room, which need not have been written to.
    ///
    /// Suspends for a hop to the room.
    ///
    /// - Parameter change: streams that began and ended.
    /// - Returns: what is to be announced, if anything.
    func note(
        _ member: MemberName,
        in name: RoomName,
        _ change: PresenceTracker.Change
    ) async -> EphemeralEvent? {
        let room = room(awaiting: name, change.began - change.ended)
        let outcome = await room.note(member, change)
        if outcome.isWaiting { departureIsDue(in: name) }
        return outcome.arrival
    }

    /// Notes that a departure is due in a room.
    func departureIsDue(in name: RoomName) {
        waiting.withLock { _ = $0.insert(name) }
    }

    /// Takes the departures that are due, of all rooms.
    ///
    /// Suspends for a hop to each room that waits for one.
    ///
    /// - Returns: what is to be announced.
    func departures() async -> [EphemeralEvent] {
        var events: [EphemeralEvent] = []
        for name in waiting.withLock({ $0 }) {
            // Taken out first, so that a departure that comes due during the hop is not forgotten.
            waiting.withLock { _ = $0.remove(name) }
            let due = await room(awaiting: name, 0).departures()
            events += due.events
            if due.isWaiting { departureIsDue(in: name) } else { forgetIfEmpty(name) }
        }
        return events
    }

    /// A room that may have been written to a moment ago.
    private func room(awaiting name: RoomName, _ streams: Int) -> RoomActor {
        rooms.withLock { rooms in
            if let known = rooms[name] { return known }
            return awaited.withLock { awaited in
                let room =
                    awaited[name]?.room
                    ?? RoomActor(RoomFacts(new: name), limits: limits, uptime: uptime)
                awaited[name] = (room, (awaited[name]?.streams ?? 0) + streams)
                return room
            }
        }
    }

    /// Forgets a room that nobody has written to and nobody waits in.
    private func forgetIfEmpty(_ name: RoomName) {
        awaited.withLock { awaited in
            if let room = awaited[name], room.streams <= 0 { awaited[name] = nil }
        }
    }

    /// Adds a room with its first events: nobody may see it without its roles and its rules.
    private func add(_ name: RoomName, _ batch: RoomBatch) {
        let known = rooms.withLock { rooms in
            if let known = rooms[name] { return known as RoomActor? }
            // Who waited for its first message is here already.
            let waiting = awaited.withLock { $0.removeValue(forKey: name) }?.room
            let made = waiting ?? RoomActor(RoomFacts(new: name), limits: limits, uptime: uptime)
            made.apply(batch.events, madeAt: batch.madeAt)
            rooms[name] = made
            return nil
        }
        // The request that makes it was quicker.
        known?.apply(batch.events, madeAt: batch.madeAt)
    }

    /// Adds a room as the log has it, unless it is known.
    ///
    /// - Parameter facts: as the log tells them; what was said in it comes by the tail.
    /// - Returns: the room that is known by the name now.
    @discardableResult
    func add(_ facts: RoomFacts) -> RoomActor {
        let facts = facts.untold
        return rooms.withLock { rooms in
            if let known = rooms[facts.name] { return known }
            let waiting = awaited.withLock { $0.removeValue(forKey: facts.name) }?.room
            waiting?.become(facts)
            let made = waiting ?? RoomActor(facts, limits: limits, uptime: uptime)
            rooms[facts.name] = made
            return made
        }
    }
}
