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
    private static let bufferBytes = 128 * 1024
    /// Streams opening at once: below any target's queue of connections not yet accepted.
    private static let openingAtMost = 256
    /// The longest head and control lines that may come before a stream is open, in bytes.
    private static let headBytesAtMost = 65_536
    /// Bytes that a slow stream reads at each tick, and the time between two, in nanoseconds.
    private static let slowBytes = 2048
    private static let slowTick: UInt64 = 100_000_000
    /// The kernel's receive buffer of a stream that is held back, so that the server feels it soon.
    private static let heldReceiveBytes: Int32 = 4096

    private enum Phase: UInt8, BitwiseCopyable {
        case closed, connecting, opening, live, held
    }

    private let plan: ReaderPlan
    private let progress: Progress
    private let status: LoopStatus
    private let epoll: Epoll
    private var scanner: StreamScanner
    private var sockets: FlatArray<Int32>
    private var phases: FlatArray<Phase>
    private var heads: [Int: [UInt8]] = [:]
    private let buffer: UnsafeMutableRawPointer
    private var chunks: [ChunkedParser]
    private var result = ReaderResult()
    private var window: Range<UInt64> = UInt64.max..<UInt64.max
    private var opened = 0
    private var openingCount = 0
    private var readyCount = 0
    private var nextTick: UInt64 = 0
    private var nextChurn = 0
    private var isReleased = false

    /// A loop that has opened nothing yet.
    ///
    /// - Parameters:
    ///   - plan: its streams.
    ///   - progress: the run's.
    ///   - status: its own, told once a turn.
    /// - Throws: `LoadError` when the kernel gives no list of events.
    init(plan: ReaderPlan, progress: Progress, status: LoopStatus) throws(LoadError) {
        self.plan = plan
        self.progress = progress
        self.status = status
        epoll = try Epoll()
        scanner = StreamScanner(
            streams: plan.streams,
            publishers: plan.publishers,
            messageBytes: plan.messageBytes
        )
        sockets = FlatArray(repeating: -1, count: plan.streams)
        phases = FlatArray(repeating: .closed, count: plan.streams)
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

    // MARK: - Opening

    private mutating func openMore() {
        while opened < plan.streams, openingCount < Self.openingAtMost {
            guard open(opened) else { return }
            opened += 1
        }
    }

    private mutating func open(_ stream: Int) -> Bool {
        let isHeld = plan.pace == .stopped || plan.pace == .slow
        do throws(LoadError) {
            let socket = try Socket.connect(
                to: plan.dialect.address,
                receiveBytes: isHeld ? Self.heldReceiveBytes : nil,
                source: (plan.firstStream + stream) / Socket.connectionsPerSource
            )
            sockets[stream] = socket
            phases[stream] = .connecting
            openingCount += 1
            epoll.add(socket, token: stream)
            return true
        } catch {
            progress.note("stream \(stream): \(error)")
            return false
        }
    }

    private mutating func request(_ stream: Int) {
        let error = Socket.pendingError(sockets[stream])
        let bytes = plan.dialect.streamRequest(room: plan.room(of: stream))
        guard error == 0, Socket.send(bytes, to: sockets[stream]) else {
            return refuse(stream, "could not connect, error \(error)")
        }
        phases[stream] = .opening
        heads[stream] = []
    }

    private mutating func refuse(_ stream: Int, _ reason: String) {
        progress.note("stream \(stream): \(reason)")
        result.faults.ended += 1
        shut(stream)
    }

    private mutating func shut(_ stream: Int) {
        if phases[stream] == .connecting || phases[stream] == .opening { openingCount -= 1 }
        phases[stream] = .closed
        heads[stream] = nil
        close(sockets[stream])
        sockets[stream] = -1
    }

    /// Reads until the opening has ended, and takes what is behind it.
    private mutating func readHead(_ stream: Int) {
        let start = unsafe buffer + StreamScanner.headroom
        let outcome = unsafe Socket.receive(
            start,
            count: Self.bufferBytes,
            from: sockets[stream]
        )
        switch outcome {
        case .wouldBlock: return
        case .ended: return refuse(stream, "ended while it opened")
        case .bytes(let count):
            unsafe heads[stream]?.append(
                contentsOf: UnsafeRawBufferPointer(start: start, count: count)
            )
            judgeHead(stream)
        }
    }

    private mutating func judgeHead(_ stream: Int) {
        guard var head = heads[stream] else { return }
        guard
            head.prefix(plan.dialect.greeting.count).elementsEqual(
                plan.dialect.greeting.prefix(head.count)
            )
        else {
            let line = String(decoding: head.prefix { $0 != 0x0D }, as: UTF8.self)
            return refuse(stream, "refused: \(line)")
        }
        guard let end = head.firstEnd(of: plan.dialect.readyMark) else {
            guard head.count < Self.headBytesAtMost else {
                return refuse(stream, "no end of its opening in \(head.count) bytes")
            }
            return
        }
        heads[stream] = nil
        becomeReady(stream)
        if plan.isStrict, plan.dialect.isChunked {
            // The ready mark may lie inside a chunk, so the parser begins at the head's end.
            head.removeFirst(head.firstEnd(of: Array("\r\n\r\n".utf8)) ?? end)
        } else {
            head.removeFirst(end)
        }
        takeRest(head, stream: stream)
        if phases[stream] == .live { read(stream) }
    }

    private mutating func takeRest(_ rest: [UInt8], stream: Int) {
        guard !rest.isEmpty else { return }
        unsafe rest.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return }
            unsafe (buffer + StreamScanner.headroom).copyMemory(
                from: base,
                byteCount: bytes.count
            )
        }
        take(count: rest.count, stream: stream)
    }

    private mutating func becomeReady(_ stream: Int) {
        openingCount -= 1
        readyCount += 1
        phases[stream] = .live
        if plan.pace == .stopped || plan.pace == .slow, !isReleased {
            phases[stream] = .held
            epoll.remove(sockets[stream])
        }
        status.lastReady.store(progress.clock.now, ordering: .relaxed)
        status.ready.store(readyCount, ordering: .releasing)
    }

    // MARK: - Reading

    private mutating func serve(_ stream: Int) {
        switch phases[stream] {
        case .live: read(stream)
        case .opening: readHead(stream)
        case .connecting: request(stream)
        case .held, .closed: return
        }
    }

    /// Reads until the socket is empty, as edge-triggered events demand.
    private mutating func read(_ stream: Int) {
        while readOnce(stream, atMost: Self.bufferBytes) == Self.bufferBytes {}
    }

    private mutating func readOnce(_ stream: Int, atMost: Int) -> Int {
        let start = unsafe buffer + StreamScanner.headroom
        switch unsafe Socket.receive(start, count: atMost, from: sockets[stream]) {
        case .bytes(let count):
            take(count: count, stream: stream)
            return count
        case .wouldBlock: return 0
        case .ended:
            refuse(stream, "ended by the server")
            return 0
        }
    }

    private mutating func take(count received: Int, stream: Int) {
        let now = progress.clock.now
        let start = unsafe buffer + StreamScanner.headroom
        var count = received
        if plan.isStrict, plan.dialect.isChunked {
            guard let data = unsafe chunks[stream].unwrap(start, count: count) else {
                return refuse(stream, "its chunked framing is broken")
            }
            count = data
        }
        let found = unsafe scanner.take(start, count: count, stream: stream, now: now)
        result.delivered += found
        result.bytes += received
        result.reads += 1
        guard window.contains(now) else { return }
        result.deliveredInWindow += found
        result.bytesInWindow += received
        result.readsInWindow += 1
    }

    // MARK: - Pace

    private mutating func keepPace() {
        guard plan.pace != .eager else { return }
        if progress.isDraining.load(ordering: .acquiring) { return release() }
        let now = progress.clock.now
        switch plan.pace {
        case .eager, .stopped: return
        case .slow: readLittle(now: now)
        case .churn(let perSecond): rejoin(now: now, perSecond: perSecond)
        }
    }

    /// Lets the streams that were held back read like all others.
    private mutating func release() {
        guard !isReleased else { return }
        isReleased = true
        for stream in 0..<plan.streams where phases[stream] == .held {
            phases[stream] = .live
            epoll.add(sockets[stream], token: stream)
        }
    }

    private mutating func readLittle(now: UInt64) {
        guard now >= nextTick else { return }
        nextTick = now + Self.slowTick
        for stream in 0..<plan.streams where phases[stream] == .held {
            _ = readOnce(stream, atMost: Self.slowBytes)
        }
    }

    private mutating func rejoin(now: UInt64, perSecond: Int) {
        guard readyCount >= plan.streams else { return }
        if nextTick == 0 { nextTick = now }
        while nextTick <= now {
            nextTick += 1_000_000_000 / UInt64(max(perSecond, 1))
            let stream = nextChurn
            nextChurn = (nextChurn + 1) % plan.streams
            guard phases[stream] == .live else { continue }
            shut(stream)
            scanner.forget(stream: stream)
            if plan.isStrict { chunks[stream] = ChunkedParser() }
            guard open(stream) else { return }
            status.reopened.wrappingAdd(1, ordering: .relaxed)
        }
    }
}
