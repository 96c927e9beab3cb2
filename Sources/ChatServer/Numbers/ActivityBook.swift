import ChatProtocol
import Synchronization

/// What was said in each room in the last minute; told once of each commit, on the thread that
/// commits, so that no post and no stream waits for it.
final class ActivityBook: Sendable {
    /// Rooms that are counted; in one more nothing is counted until one of these falls silent.
    ///
    /// With every member that a room may count they take about 20 MB.
    static let roomLimit = 1000

    private struct State {
        var rooms: [RoomName: RoomActivity] = [:]
        /// When it was last looked for rooms that fell silent, in seconds of the server.
        var sweptAt: Int64 = 0

        /// Makes place for another room; looks for some once in a step of the window at the most,
        /// since the thread that commits waits.
        mutating func hasPlace(at now: Int64) -> Bool {
            if rooms.count >= roomLimit, now >= sweptAt + CountRing.slotSeconds {
                forgetSilent(at: now)
            }
            return rooms.count < roomLimit
        }

        mutating func forgetSilent(at now: Int64) {
            sweptAt = now
            for name in rooms.compactMap({ $0.value.messages(at: now) > 0 ? nil : $0.key }) {
                rooms[name] = nil
            }
        }
    }

    private let state = Mutex(State())
    private let uptime: @Sendable () -> Duration

    /// Begins an empty book.
    ///
    /// - Parameter uptime: a clock that never goes back.
    init(uptime: @escaping @Sendable () -> Duration) {
        self.uptime = uptime
    }

    /// Counts a commit's messages that are not older than the window: an imported log's are not of
    /// the last minute.
    ///
    /// Does not suspend.
    ///
    /// - Parameter commit: what the store made durable.
    func note(_ commit: CommitBatch, at time: Timestamp = .now()) {
        let now = uptime().components.seconds
        let oldest = Timestamp(milliseconds: time.milliseconds - CountRing.windowSeconds * 1000)
        state.withLock { state in
            for (name, batch) in commit.rooms {
                guard state.rooms[name] != nil || state.hasPlace(at: now) else { continue }
                for event in batch.events where event.isMessage && event.at >= oldest {
                    state.rooms[name, default: RoomActivity()].add(1, by: event.user, at: now)
                }
            }
        }
    }

    /// Forgets a room that was taken away: what was said in it is not of another of its name.
    ///
    /// Does not suspend.
    func forget(_ name: RoomName) {
        state.withLock { $0.rooms[name] = nil }
    }

    /// What was said in a room.
    ///
    /// Does not suspend.
    ///
    /// - Parameter limit: members that are named at the most.
    /// - Returns: messages of the last minute, and the most active members.
    func room(
        _ name: RoomName,
        naming limit: Int
    ) -> (messages: Int, active: [(member: MemberName, messages: Int)]) {
        let now = uptime().components.seconds
        let room = state.withLock { $0.rooms[name] }
        guard let room else { return (0, []) }
        return (room.messages(at: now), room.mostActive(limit, at: now))
    }

    /// The rooms in which something was said in the last minute, but for direct ones.
    ///
    /// Who writes to whom, and how much, is for those two. Rooms that fell silent are forgotten.
    ///
    /// Does not suspend. It counts beside the lock, which the thread that commits needs.
    ///
    /// - Returns: the busiest first, those as busy by name; private ones too.
    /// - Complexity: O(rooms), of which there are ``roomLimit`` at the most.
    func busiest() -> [BusyRoom] {
        let now = uptime().components.seconds
        let counted = state.withLock { $0.rooms }.map { name, room in
            BusyRoom(name: name, messages: room.messages(at: now))
        }
        forgetSilent(counted.filter { $0.messages == 0 }.map(\.name), at: now)
        return counted.filter { $0.messages > 0 && !$0.name.isDirect }.sorted {
            ($1.messages, $0.name.description) < ($0.messages, $1.name.description)
        }
    }

    /// Forgets those of some rooms in which nothing was said meanwhile either.
    private func forgetSilent(_ names: [RoomName], at now: Int64) {
        state.withLock { state in
            state.sweptAt = max(state.sweptAt, now)
            for name in names where state.rooms[name]?.messages(at: now) == 0 {
                state.rooms[name] = nil
            }
        }
    }
}

/// A room and the messages of its last minute.
struct BusyRoom: Hashable, Sendable {
    let name: RoomName
    let messages: Int
}

extension DurableEvent {
    /// True for what somebody said or did, and not for what was changed.
    var isMessage: Bool {
        if case .message = content { return true }
        return false
    }
}
