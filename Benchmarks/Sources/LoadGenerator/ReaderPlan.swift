/// How a group of streams reads.
enum Pace: Sendable, Equatable {
    /// Whatever is there, at once.
    case eager
    /// Nothing until the end of the run, then everything.
    case stopped
    /// A little at each tick until the end of the run, then everything.
    case slow
    /// At once; so many a second leave and join again.
    case churn(perSecond: Int)
}

/// What one reading loop is to do.
struct ReaderPlan: Sendable {
    let dialect: Dialect
    let pace: Pace
    let streams: Int
    /// The first stream's number in its pace; stream n is in room n modulo `rooms`.
    let firstStream: Int
    let rooms: Int
    let publishers: Int
    let messageBytes: Int
    let isNamed: Bool
    let openingAtMost: Int
    let returning: ReturnPlan?
    let isStrict: Bool
    let isSecure: Bool

    /// The room of one of the loop's streams.
    ///
    /// - Parameter stream: from 0, below `streams`.
    /// - Returns: the room's number.
    func room(of stream: Int) -> Int { (firstStream + stream) % rooms }

    /// How many messages one of the loop's streams has seen before it comes back.
    ///
    /// - Parameter stream: from 0, below `streams`.
    /// - Returns: from 0, which it is also where no stream comes back.
    func seen(by stream: Int) -> Int {
        returning?.seen(by: firstStream + stream, rooms: rooms) ?? 0
    }
}

/// What one reading loop found.
struct ReaderResult: Sendable {
    var faults = Faults()
    var latency = Histogram()
    var delivered = 0
    var deliveredInWindow = 0
    var bytes = 0
    var bytesInWindow = 0
    var reads = 0
    var readsInWindow = 0
    /// From the first connection until a stream had all that it had missed, and until it was live.
    var complete = Histogram()
    var live = Histogram()

    /// Adds another's counts.
    ///
    /// - Parameter other: the other; it is not changed.
    mutating func add(_ other: ReaderResult) {
        faults.add(other.faults)
        latency.add(other.latency)
        delivered += other.delivered
        deliveredInWindow += other.deliveredInWindow
        bytes += other.bytes
        bytesInWindow += other.bytesInWindow
        reads += other.reads
        readsInWindow += other.readsInWindow
        complete.add(other.complete)
        live.add(other.live)
    }
}
