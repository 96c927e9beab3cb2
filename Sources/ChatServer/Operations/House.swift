import ChatProtocol
import ChatStore
import Logging
import StreamingHTTP
import Synchronization

/// What every route works with: the parts of a running server, made once and passed on.
struct House: Sendable {
    let store: ChatStore
    let rooms: Rooms
    let delivery: Delivery
    let limiter: RateLimiter
    let limits: ServerLimits
    let lifecycle: Lifecycle
    let uptime: @Sendable () -> Duration

    /// Refuses new work while the server stops.
    ///
    /// - Throws: `503 draining`.
    func admit() throws(Problem) {
        guard !lifecycle.isDraining else { throw .draining }
    }

    /// Notes that a member's stream begins in some rooms, and announces the arrival.
    ///
    /// Suspends for a hop to each room.
    ///
    /// - Parameters:
    ///   - member: who; a reader without a name is nobody.
    ///   - names: the stream's rooms.
    func arrived(_ member: MemberName?, in names: [RoomName]) async {
        guard let member else { return }
        for name in names {
            guard let event = await rooms.room(named: name)?.arrived(member) else { continue }
            delivery.publish(event)
        }
    }

    /// Notes that a member's stream has ended.
    ///
    /// Suspends for a hop to each room; the departure is announced later.
    ///
    /// - Parameters:
    ///   - member: who; a reader without a name is nobody.
    ///   - names: the stream's rooms.
    func left(_ member: MemberName?, in names: [RoomName]) async {
        guard let member else { return }
        for name in names where await rooms.room(named: name)?.left(member) == true {
            rooms.departureIsDue(in: name)
        }
    }
}

/// Whether the server takes new work.
final class Lifecycle: Sendable {
    private let draining = Atomic<Bool>(false)

    /// True once the server has begun to stop.
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// Begins to stop; there is no way back.
    ///
    /// Does not suspend.
    func drain() {
        draining.store(true, ordering: .releasing)
    }
}
