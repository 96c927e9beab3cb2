/// What one loop, or all of them together, did for the streams: plain counters, changed on the loop
/// alone and read there when somebody asks.
struct DeliveryCount: Hashable, Sendable {
    /// Open streams.
    var streams = 0
    /// Live streams that had not everything when the loop last looked, at most a second ago.
    var behind = 0
    /// The events of the log by which the one furthest behind was.
    var lag: Int64 = 0
    /// Events written to streams, since the start.
    var deliveries = 0
    /// Streams opened since the start.
    var opened = 0
    /// Streams ended because their reader took nothing.
    var slow = 0
    /// How long commits took from durable until every live stream of a room on a loop had them,
    /// but for those that could take no more.
    var writeTime = Histogram()
    /// How long the loop took to come to the question.
    var delay = Duration.zero
    /// How late the loop came to what was due.
    var stalls = Histogram()

    /// Adds what another loop did.
    mutating func add(_ other: DeliveryCount) {
        streams += other.streams
        behind += other.behind
        lag = max(lag, other.lag)
        deliveries += other.deliveries
        opened += other.opened
        slow += other.slow
        writeTime.add(other.writeTime)
        delay = max(delay, other.delay)
        stalls.add(other.stalls)
    }
}
