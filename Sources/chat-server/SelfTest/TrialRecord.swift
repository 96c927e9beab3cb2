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

    /// What is not taken.
    private struct Refusal {
        var words: String
        let since = ContinuousClock.now
    }

    private struct State {
        var history = TestHistory()
        var counts = Counts()
        /// How much each reader heard of each room.
        var heard: [String: [String: Int]] = [:]
        /// The newest marker of each member in each room that was acknowledged.
        var marked: [String: [String: Int64]] = [:]
        /// What was refused since something was acknowledged.
        var refusal: Refusal?
    }

    private let state = Mutex(State())

    /// All that was written down so far.
    var history: TestHistory { state.withLock { $0.history } }

    /// What was counted so far.
    var counts: Counts { state.withLock { $0.counts } }

    /// How many messages were acknowledged so far.
    var acknowledged: Int { state.withLock { $0.history.acknowledged.count } }

    /// Writes something into the history.
    func write(_ body: (inout TestHistory) -> Void) {
        state.withLock { body(&$0.history) }
    }

    /// Writes down something that was acknowledged.
    ///
    /// - Parameter body: puts it into the history, shortly.
    func take(_ body: (inout TestHistory) -> Void) {
        state.withLock { state in
            body(&state.history)
            state.refusal = nil
        }
    }

    /// Writes down that something was not acknowledged, and is asked for again.
    func refuse(_ words: String) {
        state.withLock { state in
            state.counts.repeats += 1
            state.refusal = state.refusal ?? Refusal(words: words)
            state.refusal?.words = words
        }
    }

    /// Why nothing is acknowledged.
    ///
    /// - Parameter time: for how long that has to last.
    /// - Returns: the last words of the server; `nil` while something is taken.
    func refusal(since time: Duration) -> String? {
        state.withLock { state in
            state.refusal.flatMap { ContinuousClock.now - $0.since >= time ? $0.words : nil }
        }
    }

    /// Counts something.
    func count(_ body: (inout Counts) -> Void) {
        state.withLock { body(&$0.counts) }
    }

    /// Writes down what a reader heard.
    func hear(_ entry: TestHistory.Entry, by reader: String) {
        state.withLock { state in
            state.history.heard[reader, default: []].append(entry)
            state.heard[reader, default: [:]][entry.room, default: 0] += 1
        }
    }

    /// Writes down what a reader of text heard.
    func hear(_ line: TestHistory.Line, in room: String, by reader: String) {
        state.withLock { state in
            state.history.lines[reader, default: [:]][room, default: []].append(line)
            state.heard[reader, default: [:]][room, default: 0] += 1
        }
    }

    /// Writes down that a reader goes on where it was cut.
    func resume(_ reader: String) {
        state.withLock { _ = $0.history.resumed.insert(reader) }
    }

    /// Whether a reader heard something, and never went on after a cut.
    ///
    /// - Returns: true until it did.
    func isUncut(_ reader: String) -> Bool {
        state.withLock { $0.heard[reader] != nil && !$0.history.resumed.contains(reader) }
    }

    /// How much a reader heard of a room.
    ///
    /// - Returns: 0 or more.
    func heard(by reader: String, in room: String) -> Int {
        state.withLock { $0.heard[reader]?[room] ?? 0 }
    }

    /// Writes down a read marker that was acknowledged.
    ///
    /// - Parameter seq: up to where was read.
    func mark(_ seq: Int64, by user: String, in room: String) {
        state.withLock { $0.marked[user, default: [:]][room] = seq }
    }

    /// The newest marker of a member that was acknowledged.
    ///
    /// - Returns: 0 for none.
    func marked(by user: String, in room: String) -> Int64 {
        state.withLock { $0.marked[user]?[room] ?? 0 }
    }
}
