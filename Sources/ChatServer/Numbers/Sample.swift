import ChatProtocol

/// The server's numbers at one moment; what happened is counted since its start.
struct Sample: Hashable, Sendable {
    var at = Timestamp(milliseconds: 0)
    var uptime = Duration.zero
    var delivery = DeliveryCount()
    var tally = Tally.Counts()
    var answers: [Answered] = []
    var connections = 0
    /// Bytes that sockets brought and were given.
    var received = 0
    var sent = 0
    /// Writes that wait for a transaction.
    var waiting = 0
    var rooms = 0
    /// Members with a stream open.
    var members = 0
    var process = ProcessFigures()
    /// `nil` where there are no traces.
    var spans: SpanCounts?
    /// The rooms in which something was said in the last minute, the busiest first: whoever is told
    /// of them is told of those alone that he may read.
    var busiest: [BusyRoom] = []
}
