import ChatServer
import Synchronization

/// What a trial writes down as it goes: who says and hears, and what was done to the server.
final class TrialRecord: Sendable {
    /// What was counted.
    struct Counts: Sendable {
        var kills = 0
        var stops = 0
        var pauses = 0
        var connections = 0
        var repeats = 0
    }

    private let state = Mutex((history: TestHistory(), counts: Counts()))

    /// All that was written down so far.
    var history: TestHistory { state.withLock { $0.history } }

    /// What was counted so far.
    var counts: Counts { state.withLock { $0.counts } }

    /// How many messages were acknowledged so far.
    var acknowledged: Int { state.withLock { $0.history.acknowledged.count } }

    /// Writes something into the history.
    ///
    /// - Parameter body: changes it, shortly.
    func write(_ body: (inout TestHistory) -> Void) {
        state.withLock { body(&$0.history) }
    }

    /// Counts something.
    ///
    /// - Parameter body: changes the counts.
    func count(_ body: (inout Counts) -> Void) {
        state.withLock { body(&$0.counts) }
    }

    /// How many messages a reader heard of a room.
    ///
    /// - Parameters:
    ///   - reader: its name.
    ///   - room: the room's.
    /// - Returns: 0 or more.
    func heard(by reader: String, in room: String) -> Int {
        state.withLock { state in
            (state.history.heard[reader] ?? []).reduce(0) { $1.room == room ? $0 + 1 : $0 }
        }
    }
}
