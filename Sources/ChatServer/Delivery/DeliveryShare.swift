import NIOCore

/// The share of the server that delivery has beside posts: whether the next commit waits until the
/// event loops have come to the commits before it.
///
/// Posts that are acknowledged faster than they are delivered only make the line of rooms longer in
/// which each message then waits. What counts is the server's own delay, as each loop tells it:
/// since when a room waits for its turn, or has more for its streams than about one turn gives
/// them. A room whose turn has come is no longer late, however many streams it has, and neither is
/// a stream that takes nothing or reads from the store. A pause has a bound, so that posts go on
/// whatever the loops are busy with. Pure.
struct DeliveryShare: Hashable, Sendable {
    /// What the thread that commits does next.
    enum Step: Hashable {
        /// It commits; `pause` is for how long it waited.
        case commit(pause: TimeAmount)
        /// It asks again when a loop has gone on, or after so long.
        case wait(TimeAmount)
    }

    /// How long something may wait for a loop before the next commit waits too.
    let lagLimit: TimeAmount
    /// The longest that one commit waits.
    let pauseLimit: TimeAmount
    /// Since when the oldest of what counts waits, by event loop; `nil` where nothing does.
    private var waiting: [NIODeadline?]
    /// Since when a commit waits.
    private var pausedSince: NIODeadline?

    /// Makes the share of loops on which nothing waits.
    ///
    /// - Parameters:
    ///   - lagLimit: how long something may wait for a loop before the next commit waits too.
    ///   - pauseLimit: the longest that one commit waits.
    init(loops: Int, lagLimit: TimeAmount, pauseLimit: TimeAmount) {
        self.lagLimit = lagLimit
        self.pauseLimit = pauseLimit
        waiting = Array(repeating: nil, count: loops)
    }

    /// Notes how far a loop has come.
    ///
    /// - Parameters:
    ///   - since: since when the oldest of what counts waits there; `nil` when nothing does.
    mutating func note(_ since: NIODeadline?, on loop: Int) {
        waiting[loop] = since
    }

    /// Tells whether a commit that waits may go on.
    ///
    /// - Returns: false while it waits; true also when none does.
    func mayCommit(at now: NIODeadline) -> Bool {
        isInTime(at: now) || pausedSince.map { now >= $0 + pauseLimit } ?? false
    }

    /// Decides what is done before a commit, and again while it waits.
    ///
    /// - Returns: the next step; a pause begins with the first that waits, and ends with a commit.
    mutating func step(at now: NIODeadline) -> Step {
        let begin = pausedSince ?? now
        let end = begin + pauseLimit
        guard !isInTime(at: now), now < end else {
            pausedSince = nil
            return .commit(pause: now - begin)
        }
        pausedSince = begin
        return .wait(end - now)
    }

    private func isInTime(at now: NIODeadline) -> Bool {
        waiting.allSatisfy { since in since.map { now - $0 <= lagLimit } ?? true }
    }
}
