import ChatProtocol
import ChatStore
import Synchronization

/// All rooms of the house, by name.
///
/// Every room that the store has is here from the start, so that none is ever loaded while commits
/// arrive; a new one is added by the commit or the request that makes it, whichever comes first.
/// Bounded by the store's limit of rooms.
final class Rooms: Sendable {
    private let rooms: Mutex<[RoomName: Room]>
    /// The rooms in which a departure is due.
    private let waiting = Mutex<Set<RoomName>>([])
    private let store: ChatStore
    private let limits: ServerLimits
    private let uptime: @Sendable () -> Duration

    /// Takes over the store's rooms, before its first commit.
    ///
    /// Suspends for the read.
    ///
    /// - Parameters:
    ///   - store: whose rooms these are.
    ///   - limits: for presence and typing.
    ///   - uptime: a clock that never goes back.
    /// - Throws: what the store says.
    init(
        store: ChatStore,
        limits: ServerLimits,
        uptime: @escaping @Sendable () -> Duration
    ) async throws(StoreError) {
        self.store = store
        self.limits = limits
        self.uptime = uptime
        let stored = try await store.rooms()
        rooms = Mutex(
            stored.reduce(into: [:]) { rooms, row in
                rooms[row.name] = Room(RoomFacts(row), limits: limits, uptime: uptime)
            }
        )
    }

    /// All rooms, in order of name.
    var all: [(name: RoomName, room: Room)] {
        rooms.withLock { rooms in
            rooms.sorted { $0.key < $1.key }.map { (name: $0.key, room: $0.value) }
        }
    }

    /// How many rooms there are; does not suspend.
    var count: Int { rooms.withLock(\.count) }

    /// Finds a room.
    ///
    /// - Parameter name: its name.
    /// - Returns: `nil` if there is none.
    func room(named name: RoomName) -> Room? {
        rooms.withLock { $0[name] }
    }

    /// Finds a room, or makes it.
    ///
    /// Suspends only to make one.
    ///
    /// - Parameter name: its name.
    /// - Returns: the room.
    /// - Throws: a problem for the client: the house is full.
    func room(making name: RoomName) async throws(Problem) -> Room {
        if let known = room(named: name) { return known }
        do {
            return add(RoomFacts(try await store.makeRoom(name)))
        } catch {
            throw .telling(error)
        }
    }

    /// Tells the rooms what was committed, in order.
    ///
    /// Does not suspend; called by the tail alone, one commit after the other.
    ///
    /// - Parameter commit: what the store made durable.
    func apply(_ commit: CommitBatch) {
        for (name, batch) in commit.rooms { room(orAdded: name).apply(batch.events) }
    }

    // MARK: - Presence

    /// Notes that a departure is due in a room.
    ///
    /// - Parameter name: the room's name.
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
            guard let due = await room(named: name)?.departures() else { continue }
            events += due.events
            if due.isWaiting { departureIsDue(in: name) }
        }
        return events
    }

    private func room(orAdded name: RoomName) -> Room {
        room(named: name) ?? add(RoomFacts(new: name))
    }

    private func add(_ facts: RoomFacts) -> Room {
        rooms.withLock { rooms in
            if let known = rooms[facts.name] { return known }
            let made = Room(facts, limits: limits, uptime: uptime)
            rooms[facts.name] = made
            return made
        }
    }
}
