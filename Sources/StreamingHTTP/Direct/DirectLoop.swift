import NIOCore

/// What the connections of one event loop share: one clock for their time limits and for the
/// `Date` of their answers, in place of a timer for each.
///
/// Confined to its event loop.
final class DirectLoop {
    let eventLoop: any EventLoop
    /// The answers that come from other threads.
    let replies: Replies
    private let requestTime: TimeAmount
    private var waiting: [ObjectIdentifier: DirectHandler] = [:]
    private var clock: RepeatedTask?
    /// The `Date` field's value; a second old at most while a connection is here.
    private(set) var date = HTTPDate.now()

    /// Makes the shared part of a loop's connections.
    ///
    /// - Parameters:
    ///   - eventLoop: the loop it is confined to.
    ///   - requestTime: how long a connection may take to send a request, or stay idle between two.
    init(eventLoop: any EventLoop, requestTime: TimeAmount) {
        self.eventLoop = eventLoop
        replies = Replies(eventLoop: eventLoop)
        self.requestTime = requestTime
    }

    /// Watches a connection's time from now on.
    ///
    /// - Parameter handler: of this loop.
    func add(_ handler: DirectHandler) {
        waiting[ObjectIdentifier(handler)] = handler
        guard clock == nil else { return }
        date = HTTPDate.now()
        clock = eventLoop.scheduleRepeatedTask(
            initialDelay: .seconds(1),
            delay: .seconds(1)
        ) { [loop = NIOLoopBound(self, eventLoop: eventLoop)] _ in loop.value.tick(now: .now()) }
    }

    /// Watches a connection no longer.
    ///
    /// - Parameter handler: of this loop.
    func remove(_ handler: DirectHandler) {
        waiting[ObjectIdentifier(handler)] = nil
    }

    /// Closes the connections whose time is over.
    ///
    /// - Parameter now: the loop's time; called about once a second.
    func tick(now: NIODeadline) {
        date = HTTPDate.now()
        for handler in waiting.values { handler.closeIfLate(now: now, limit: requestTime) }
        guard waiting.isEmpty else { return }
        clock?.cancel()
        clock = nil
    }
}
