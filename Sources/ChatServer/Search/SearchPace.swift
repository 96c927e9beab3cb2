/// How long the search index waits between its batches, so that posts do not wait for it.
///
/// Pure.
struct SearchPace: Sendable {
    /// Events a second from which on the index gives way to those who post them.
    let givesWay: Int
    private var isGivingWay = false

    /// Begins with nothing known of the posts.
    ///
    /// - Parameter givesWay: events a second; 0 gives way to any.
    init(givesWay: Int) {
        self.givesWay = givesWay
    }

    /// The pause after a batch.
    ///
    /// - Returns: as long again, which is half of one core, however much is to be taken up; nine
    ///   times as long, a tenth of it, while many post, who would wait for the core.
    func pause(after work: Duration) -> Duration {
        work * (isGivingWay ? 9 : 1)
    }

    /// Learns how many events came.
    ///
    /// - Parameter events: in the log since the last time; fewer than 0 count as none.
    mutating func note(_ events: Int64, in time: Duration) {
        isGivingWay = Double(events) > time / .seconds(1) * Double(givesWay)
    }
}
