import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle

/// Removes what rooms keep no longer, and what is left of rooms that were taken away.
struct RoomKeeper: Service {
    /// Between two looks: what is over goes soon, and a look takes no more than the rooms' facts.
    private static let pause = Duration.seconds(5)

    let services: Services
    let logger: Logger

    /// Looks until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await repeatUntilShutdown(every: Self.pause) {
            do throws(StoreError) {
                try await removeOld(at: services.store.clock.settled)
                while try await services.store.removeDeleted(), !Task.isCancelled {}
            } catch {
                logger.tell(.warning, "old events were not removed", because: error)
            }
        }
    }

    /// Removes the old ends of all rooms that have a bound.
    ///
    /// Suspends for the store.
    func removeOld(at now: Timestamp) async throws(StoreError) {
        // The few at once, so that nothing is copied when a room is made meanwhile.
        let bounded = services.rooms.byName.filter { $0.value.facts.retention != Retention() }
        for (name, room) in bounded { try await removeOld(of: name, room, now) }
    }

    private func removeOld(
        of name: RoomName,
        _ room: RoomActor,
        _ now: Timestamp
    ) async throws(StoreError) {
        let facts = room.facts
        let end = OldEnd(of: facts, at: now)
        guard try await isDue(end, of: room, facts) else { return }
        while let removal = try await services.store.removeOldest(
            of: name,
            madeAt: facts.madeAt,
            through: end.through,
            before: end.before
        ) {
            room.apply(removal)
            // Whoever comes back for them must find them nowhere.
            services.delivery.withdraw(name)
            services.catchUp.forgetAll()
            services.store.bus.send(.access, "")
            guard removal.hasMore, !Task.isCancelled else { return }
        }
    }

    /// Whether something is to be removed; the log is asked once for each oldest event.
    private func isDue(
        _ end: OldEnd,
        of room: RoomActor,
        _ facts: RoomFacts
    ) async throws(StoreError) -> Bool {
        if let isDue = end.isDue(in: facts) { return isDue }
        let time = try await services.store.oldestTime(of: facts.name, madeAt: facts.madeAt)
        guard let time else { return false }
        room.note(oldestAt: time, asOf: facts.oldest)
        return end.isOver(time)
    }
}
