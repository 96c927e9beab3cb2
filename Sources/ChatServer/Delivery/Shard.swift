import ChatProtocol
import DequeModule
import NIOCore
import StreamingHTTP

/// The streams of one event loop.
///
/// It hears of each commit once, and serves in slices the streams that it concerns: each is given,
/// in one write, all that waits for it. A stream that cannot take more is left alone until it can.
/// Confined to its event loop.
final class Shard {
    let eventLoop: any EventLoop
    let limits: ServerLimits
    let catchUp: CatchUp
    let log: LogName
    /// The newest position that this loop has heard of.
    private(set) var head: Int64
    private(set) var ring: CommitRing
    private(set) var rooms: [RoomName: ShardRoom] = [:]
    private(set) var streams: [StreamID: OpenStream] = [:]
    /// The streams that are to be served; each at most once.
    private var queue: Deque<OpenStream> = []
    private var isTurnScheduled = false
    var ticking: RepeatedTask?
    var isDraining = false

    /// Makes the shard of a loop.
    ///
    /// - Parameters:
    ///   - eventLoop: the loop it is confined to.
    ///   - head: the log's newest position; every later commit is published to the shard.
    ///   - log: the log's name.
    ///   - limits: the sizes of slices and of the ring.
    ///   - catchUp: reads the log for streams that are behind.
    init(
        eventLoop: any EventLoop,
        head: Int64,
        log: LogName,
        limits: ServerLimits,
        catchUp: CatchUp
    ) {
        self.eventLoop = eventLoop
        self.head = head
        self.log = log
        self.limits = limits
        self.catchUp = catchUp
        ring = CommitRing(byteLimit: limits.ringBytes, countLimit: limits.ringCommits)
    }

    /// How many streams are open.
    var count: Int { streams.count }

    /// The most bytes that wait in this process for any one stream.
    var largestBacklog: Int { streams.values.map(\.handler.waitingBytes).max() ?? 0 }

    // MARK: - Streams come and go

    /// Adds a stream: from this turn on it hears of every commit.
    ///
    /// - Parameter stream: of this loop.
    func add(_ stream: OpenStream) {
        guard !isDraining else { return stream.abort() }
        guard stream.handler.start(observer: stream) else { return stream.gone() }
        streams[stream.id] = stream
        for room in stream.request.rooms {
            rooms[room, default: ShardRoom()].streams[stream.id] = stream
        }
        stream.writeOpening()
        enqueue(stream)
        startTicking()
    }

    /// Removes a stream, and with it all that it held.
    ///
    /// - Parameter stream: of this loop.
    func remove(_ stream: OpenStream) {
        streams[stream.id] = nil
        for room in stream.request.rooms {
            rooms[room]?.streams[stream.id] = nil
            if rooms[room]?.streams.isEmpty == true { rooms[room] = nil }
        }
    }

    // MARK: - What is published

    /// Takes the next commit, and lets the streams that it concerns have their turn.
    ///
    /// - Parameter commit: follows the last one without a hole.
    func publish(_ commit: CommitBatch) {
        ring.append(commit)
        head = commit.last
        for (name, batch) in commit.rooms {
            guard let room = rooms[name] else { continue }
            rooms[name]?.newest = batch.newest
            for stream in room.streams.values where stream.progress.committed(first: commit.first) {
                enqueue(stream)
            }
        }
    }

    /// Shows an event of the moment to the streams of its room that are live and can take it.
    ///
    /// - Parameters:
    ///   - event: a single ephemeral event.
    ///   - room: whose streams see it.
    ///   - member: whose streams alone see it; `nil` for everyone's.
    func publish(_ event: EncodedOnce, in room: RoomName, to member: MemberName?) {
        guard let room = rooms[room] else { return }
        for stream in room.streams.values
        where stream.progress.isCaughtUp && stream.handler.isWritable
            && (member == nil || stream.request.member == member)
        {
            stream.write(ephemeral: event)
            stream.handler.flush()
        }
    }

    /// Puts a control event on one stream, if it is still there.
    ///
    /// - Parameters:
    ///   - event: a control event.
    ///   - id: the stream's identity.
    func write(_ event: ControlEvent, to id: StreamID) {
        streams[id]?.write(event)
        streams[id]?.handler.flush()
    }

    // MARK: - Turns

    /// Puts a stream in line to be served.
    ///
    /// - Parameter stream: of this loop; nothing happens if it is in line already.
    func enqueue(_ stream: OpenStream) {
        guard !stream.isQueued else { return }
        stream.isQueued = true
        queue.append(stream)
        guard !isTurnScheduled else { return }
        isTurnScheduled = true
        // Runs on this very loop, to which the shard is confined.
        eventLoop.assumeIsolated().execute { self.takeTurn() }
    }

    private func takeTurn() {
        isTurnScheduled = false
        for _ in 0..<min(limits.sliceStreams, queue.count) {
            guard let stream = queue.popFirst() else { break }
            stream.isQueued = false
            guard streams[stream.id] != nil else { continue }
            serve(stream)
        }
        guard !queue.isEmpty, !isTurnScheduled else { return }
        isTurnScheduled = true
        eventLoop.assumeIsolated().execute { self.takeTurn() }
    }
}

/// The streams of one room on one loop.
struct ShardRoom {
    var streams: [StreamID: OpenStream] = [:]
    /// The newest `seq` that the loop has heard of; 0 until it has heard of one.
    var newest: Int64 = 0
}
