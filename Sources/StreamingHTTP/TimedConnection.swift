import NIOCore

/// A connection that its loop's clock looks at.
///
/// Confined to the event loop.
protocol TimedConnection: AnyObject {
    /// When something was asked on it last; of a connection on which nothing is.
    var lastSign: NIODeadline { get }

    /// Closes it if its time is over; called about once a second.
    ///
    /// - Parameters:
    ///   - limit: how long a request may take to come, and nothing be asked.
    ///   - stalled: how long nothing of an answer may be taken.
    func closeIfLate(now: NIODeadline, limit: TimeAmount, stalled: TimeAmount)

    /// Tells whether nothing is asked on it, and has not been for a while.
    ///
    /// - Returns: true if nobody misses it.
    func isIdle(for time: TimeAmount, _ now: NIODeadline) -> Bool

    /// Closes it, so that others can come.
    func makeRoom()
}
