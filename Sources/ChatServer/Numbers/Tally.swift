import Synchronization

/// What was posted and committed since the start.
///
/// Changed once a commit, on the thread that commits, and once a post, when it is answered: a lock
/// that nobody waits for costs 14 ns there, and nothing of delivery passes it.
final class Tally: Sendable {
    /// The counts of one moment.
    struct Counts: Hashable, Sendable {
        var commits = 0
        var events = 0
        var messages = 0
        /// How long transactions took.
        var commitTime = Histogram()
        /// How long turns of the thread that commits took, the transaction included.
        var turnTime = Histogram()
        /// How long commits waited for deliveries, but for those that did not.
        var pauseTime = Histogram()
        /// How long posts took, from the whole request to the durable event.
        var postTime = Histogram()
    }

    private let state = Mutex(Counts())

    /// The counts as they are now; does not suspend.
    var counts: Counts { state.withLock { $0 } }

    /// Counts a commit.
    ///
    /// Does not suspend.
    ///
    /// - Parameter commit: what the store made durable.
    func committed(_ commit: CommitBatch, in duration: Duration) {
        let events = commit.rooms.values.reduce(0) { $0 + $1.events.count }
        let messages = commit.rooms.values.reduce(0) { total, batch in
            total + batch.events.count(where: \.isMessage)
        }
        state.withLock { state in
            state.commits += 1
            state.events += events
            state.messages += messages
            state.commitTime.add(duration)
        }
    }

    /// Counts a turn of the thread that commits.
    ///
    /// Does not suspend.
    ///
    /// - Parameter duration: from the end of its sleep until the last of its posts is answered.
    func turned(in duration: Duration) {
        state.withLock { $0.turnTime.add(duration) }
    }

    /// Counts a pause of the thread that commits.
    ///
    /// Does not suspend.
    ///
    /// - Parameter duration: for which a commit waited for deliveries; zero is not counted.
    func paused(for duration: Duration) {
        guard duration > .zero else { return }
        state.withLock { $0.pauseTime.add(duration) }
    }

    /// Counts a post that is durable.
    ///
    /// Does not suspend.
    ///
    /// - Parameter duration: since the request was whole.
    func posted(in duration: Duration) {
        state.withLock { $0.postTime.add(duration) }
    }
}
