import Glibc
import Synchronization

/// One thread's streams: opens them, reads them, and checks what comes.
///
/// Proof of safety: `buffer` holds the scanner's headroom and `bufferBytes` behind it, lives as
/// long as this value, and only the thread that runs the value touches it.
@safe
struct ReaderLoop: ~Copyable {
    /// Bytes asked of one read.
    ///
    /// Below the size of a core's second cache, above what one write of any target here carries
    /// at a moderate load; what is longer takes a further read.
    static let bufferBytes = 128 * 1024

    /// Where one stream stands.
    enum Phase: UInt8, BitwiseCopyable {
        case closed, connecting, opening, live, held
        /// A TLS handshake is under way.
        case securing
    }

    let plan: ReaderPlan
    let progress: Progress
    let status: LoopStatus
    let epoll: Epoll
    var scanner: StreamScanner
    var sockets: FlatArray<Int32>
    /// The TLS of each stream; empty without TLS.
    var sessions: [TLSSession?]
    let context: TLSContext?
    var phases: FlatArray<Phase>
    var heads: [Int: [UInt8]] = [:]
    /// Messages that a stream which comes back still misses.
    var missing: FlatArray<Int32>
    /// When the first stream was begun.
    var began: UInt64 = 0
    let buffer: UnsafeMutableRawPointer
    var chunks: [ChunkedParser]
    var result = ReaderResult()
    var window: Range<UInt64> = UInt64.max..<UInt64.max
    var opened = 0
    var openingCount = 0
    var readyCount = 0
    var nextTick: UInt64 = 0
    var nextChurn = 0
    var isReleased = false

    /// A loop that has opened nothing yet.
    ///
    /// - Parameters:
    ///   - plan: its streams.
    ///   - progress: the run's.
    ///   - status: its own, told once a turn.
    /// - Throws: `LoadError` when the kernel gives no list of events.
    init(plan: ReaderPlan, progress: Progress, status: LoopStatus) throws(LoadError) {
        // What may throw comes first: a value with an end begins whole or not at all.
        let epoll = try Epoll()
        let context = try plan.isSecure ? TLSContext() : nil
        self.epoll = epoll
        self.context = context
        self.plan = plan
        self.progress = progress
        self.status = status
        scanner = StreamScanner(
            streams: plan.streams,
            publishers: plan.publishers,
            messageBytes: plan.messageBytes
        )
        sockets = FlatArray(repeating: -1, count: plan.streams)
        sessions = Array(repeating: nil, count: plan.isSecure ? plan.streams : 0)
        phases = FlatArray(repeating: .closed, count: plan.streams)
        missing = FlatArray(repeating: 0, count: plan.returning == nil ? 0 : plan.streams)
        unsafe buffer = .allocate(
            byteCount: StreamScanner.headroom + Self.bufferBytes,
            alignment: 64
        )
        chunks = plan.isStrict ? Array(repeating: ChunkedParser(), count: plan.streams) : []
    }

    deinit { unsafe buffer.deallocate() }

    /// Runs until the run is over; blocks its thread.
    ///
    /// - Parameter acknowledged: called once, at the end: the count of each publisher's posts to a
    ///   room, by the room's number.
    /// - Returns: what was found.
    consuming func run(acknowledged: (_ room: Int) -> [UInt32]) -> ReaderResult {
        began = progress.clock.now
        beginReturn()
        while !progress.isOver.load(ordering: .acquiring) {
            openMore()
            let isPaced = openingCount > 0 || plan.pace != .eager
            let count = epoll.wait(milliseconds: isPaced ? 5 : 50)
            window = progress.window
            scanner.window = window
            for index in 0..<count { serve(epoll.token(at: index)) }
            keepPace()
            status.received.store(result.delivered, ordering: .releasing)
        }
        for stream in 0..<plan.streams {
            scanner.table.finish(
                stream: stream,
                acknowledged: acknowledged(plan.room(of: stream))
            )
            if sockets[stream] >= 0 { close(sockets[stream]) }
        }
        result.faults.add(scanner.table.faults)
        result.latency = scanner.latency
        return result
    }

    private mutating func serve(_ stream: Int) {
        switch phases[stream] {
        case .live: read(stream)
        case .opening: readHead(stream)
        case .connecting, .securing: request(stream)
        case .held, .closed: return
        }
    }
}
