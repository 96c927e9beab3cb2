import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle
import Synchronization

/// Tells the rooms, one after the other, whose streams began and ended.
///
/// Streams come and go on event loops, which cannot wait for a room. What they note here is merged
/// until the rooms have been told: a member who comes and goes a hundred times meanwhile is one
/// entry.
final class PresenceTracker: Service {
    /// How many of a member's streams in a room began and ended.
    struct Change: Hashable, Sendable {
        var began = 0
        var ended = 0
    }

    typealias Place = PresencePlace

    /// Places that may wait; beyond it a stream that begins is refused with `503 overloaded`.
    ///
    /// One that ends is always noted: it is one that began, so that the streams bound these.
    static let limit = 65_536

    /// What the rooms have to be told.
    private struct Untold {
        /// Of streams of this server.
        var own: [Place: Change] = [:]
        /// Of members at other servers.
        var others: [Place: Change] = [:]
    }

    private let untold = Mutex(Untold())
    /// Kept where other servers are told of it.
    private let local: Mutex<LocalPresence?>
    /// The places that each member holds, of those that the rooms were told of; bounded by the
    /// streams.
    private let held = Mutex<[MemberName: Int]>([:])
    private let signal: AsyncStream<Void>
    private let wake: AsyncStream<Void>.Continuation
    private let rooms: Rooms
    private let delivery: Delivery
    private let logger: Logger

    /// Makes the service; rooms are told while it runs.
    ///
    /// - Parameters:
    ///   - delivery: shows arrivals to the rooms' streams.
    ///   - isShared: whether other servers are told who is here.
    ///   - logger: told of each stream's end, in detail.
    init(rooms: Rooms, delivery: Delivery, isShared: Bool = false, logger: Logger) {
        self.logger = logger
        local = Mutex(isShared ? LocalPresence() : nil)
        self.rooms = rooms
        self.delivery = delivery
        (signal, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// How many members have a stream open; does not suspend.
    var memberCount: Int { held.withLock(\.count) }

    /// Notes that a stream begins.
    ///
    /// Does not suspend.
    ///
    /// - Parameter member: whose; a reader without a name is nobody.
    /// - Throws: `503 overloaded` while too many others have not been told of.
    func began(_ member: MemberName?, in names: [RoomName]) throws(Problem) {
        guard let member else { return }
        let isNoted = untold.withLock { untold in
            guard untold.own.count + names.count <= Self.limit else { return false }
            for name in names {
                untold.own[Place(member: member, room: name), default: Change()].began += 1
            }
            return true
        }
        guard isNoted else { throw Problem(.overloaded(limit: Self.limit)) }
        wake.yield()
    }

    /// Notes that a stream has ended, of which ``began(_:in:)`` was told.
    ///
    /// Does not suspend.
    ///
    /// - Parameter member: whose; a reader without a name is nobody.
    func ended(_ member: MemberName?, in names: [RoomName]) {
        guard let member else { return }
        untold.withLock { untold in
            for name in names {
                untold.own[Place(member: member, room: name), default: Change()].ended += 1
            }
        }
        wake.yield()
    }

    /// What is to be done when a stream ends, of which ``began(_:in:)`` was told.
    ///
    /// - Parameter member: whose; a reader without a name is nobody.
    /// - Returns: takes the rooms that the stream had at its end; does not suspend.
    func endHandler(for member: MemberName?) -> @Sendable (StreamOutcome, [RoomName]) -> Void {
        { outcome, rooms in
            self.logger.debug("a stream ended", metadata: ["end": "\(outcome)"])
            self.ended(member, in: rooms)
        }
    }

    /// Notes that a stream that goes on lost a room, or was given one.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - member: whose; a reader without a name is nobody.
    ///   - isIn: true if it was given.
    func moved(_ member: MemberName?, _ room: RoomName, _ isIn: Bool) {
        guard isIn else { return ended(member, in: [room]) }
        // Where too many wait to be told of, the stream goes on and is not seen to be here.
        try? began(member, in: [room])
    }

    /// Notes who came to other servers and left them.
    ///
    /// Does not suspend.
    func note(others changes: [Place: Change]) {
        guard !changes.isEmpty else { return }
        untold.withLock { untold in
            for (place, change) in changes {
                untold.others[place, default: Change()].began += change.began
                untold.others[place, default: Change()].ended += change.ended
            }
        }
        wake.yield()
    }

    /// What the other servers have to be told of this one's streams; does not suspend.
    ///
    /// - Returns: the changes since the last time.
    func takeChanges() -> [PresenceNotice.Change] {
        local.withLock { $0?.takeChanges() ?? [] }
    }

    /// Who has a stream open at this server; does not suspend.
    ///
    /// - Returns: all of them, of whom nothing has to be told any more.
    func takeAll() -> [Place] {
        local.withLock { local in
            _ = local?.takeChanges()
            return local?.all ?? []
        }
    }

    /// Tells the rooms until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await withGracefulShutdownHandler {
            for await _ in signal { await tellRooms() }
        } onGracefulShutdown: {
            self.wake.finish()
        }
    }

    private func tellRooms() async {
        let noted = untold.withLock { untold in
            let noted = untold
            untold.own.removeAll(keepingCapacity: true)
            untold.others = [:]
            return noted
        }
        hold(noted.own)
        await tellRooms(noted.own)
        await tellRooms(noted.others)
    }

    private func tellRooms(_ changes: [Place: Change]) async {
        for (place, change) in changes {
            let arrival = await rooms.note(place.member, in: place.room, change)
            if let arrival { delivery.publish(arrival) }
        }
    }

    private func hold(_ changes: [Place: Change]) {
        local.withLock { local in
            for (place, change) in changes { local?.note(change, at: place) }
        }
        held.withLock { held in
            for (place, change) in changes {
                let places = held[place.member, default: 0] + change.began - change.ended
                held[place.member] = places > 0 ? places : nil
            }
        }
    }
}
