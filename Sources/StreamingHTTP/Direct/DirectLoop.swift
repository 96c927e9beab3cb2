import NIOCore

/// What the connections of one event loop share: one clock for their time limits and for the
/// `Date` of their answers, in place of a timer for each.
///
/// Confined to its event loop.
final class DirectLoop {
    let eventLoop: any EventLoop
    /// The answers that come from other threads.
    let replies: Replies
    /// The time that its connections are measured by.
    var now: () -> NIODeadline = { .now() }
    /// The turns of its connections.
    let turns: LoopTurns
    private let requestTime: TimeAmount
    private let stalledTime: TimeAmount
    private var waiting: [ObjectIdentifier: any TimedConnection] = [:]
    private var clock: RepeatedTask?
    private let round: LoopRound<ObjectIdentifier>
    private let yield: LoopYield
    /// The `Date` field's value; a second old at most while a connection is here.
    private(set) var date = HTTPDate.now()

    /// Makes the shared part of a loop's connections.
    ///
    /// - Parameters:
    ///   - eventLoop: the loop it is confined to.
    ///   - requestTime: how long a connection may take to send a request, or stay idle between two.
    ///   - stalledTime: how long a client may take nothing of what waits for it.
    ///   - turns: of its connections; `nil` for the usual ones.
    init(
        eventLoop: any EventLoop,
        requestTime: TimeAmount,
        stalledTime: TimeAmount = .seconds(30),
        turns: LoopTurns? = nil
    ) {
        self.eventLoop = eventLoop
        yield = LoopYield(eventLoop: eventLoop)
        self.turns = turns ?? LoopTurns(afterLook: yield.afterLook)
        replies = Replies(eventLoop: eventLoop)
        round = LoopRound(eventLoop: eventLoop)
        self.requestTime = requestTime
        self.stalledTime = stalledTime
    }

    /// Has turns wait for the loop's sockets; on the event loop.
    func openYield() {
        // Without a pipe a turn follows the last one, without a look in between.
        yield.open().whenFailure { _ in }
    }

    /// Watches a connection's time from now on.
    func add(_ connection: any TimedConnection) {
        waiting[ObjectIdentifier(connection)] = connection
        guard clock == nil else { return }
        date = HTTPDate.now()
        clock = eventLoop.scheduleRepeatedTask(
            initialDelay: .seconds(1),
            delay: .seconds(1)
        ) { [loop = NIOLoopBound(self, eventLoop: eventLoop)] _ in loop.value.tick(now: .now()) }
    }

    /// Watches a connection no longer.
    func remove(_ connection: any TimedConnection) {
        waiting[ObjectIdentifier(connection)] = nil
    }

    /// Closes the connections whose time is over, in slices.
    ///
    /// - Parameter now: the loop's time; called about once a second.
    func tick(now: NIODeadline) {
        date = HTTPDate.now()
        round.begin(Array(waiting.keys)) { key in
            self.waiting[key]?.closeIfLate(
                now: now,
                limit: self.requestTime,
                stalled: self.stalledTime
            )
        }
        guard waiting.isEmpty else { return }
        clock?.cancel()
        clock = nil
    }

    /// Closes the connections that have asked for nothing for longest, so that others can come.
    ///
    /// - Parameter count: the most to close.
    func closeIdlest(_ count: Int) {
        let now = now()
        let idle = waiting.values.filter { $0.isIdle(for: Self.shortestIdleness, now) }
        let oldest =
            idle.count > count
            ? Array(idle.sorted { $0.lastSign < $1.lastSign }.prefix(count)) : idle
        for connection in oldest { connection.makeRoom() }
    }

    /// A connection that asked for something so short a time ago is about to ask again.
    private static let shortestIdleness = TimeAmount.seconds(1)
}
