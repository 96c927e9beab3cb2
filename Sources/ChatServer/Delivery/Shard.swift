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
    let yield: LoopYield
    let limits: ServerLimits
    let catchUp: CatchUp
    let log: LogName
    let access: StreamAccess
    /// Told, behind each slice, since when what has not been offered is late, or is about to be;
    /// `nil` while nothing waits.
    let whenServed: (NIODeadline?) -> Void
    /// Told that a stream of a member lost a room, or was given one.
    let whenMoved: (MemberName?, RoomName, Bool) -> Void
    /// The newest position that this loop has heard of.
    private(set) var head: Int64
    private var ring: CommitRing
    /// The position up to which the ring must not be read for a room, since texts were deleted.
    private var withdrawn: [RoomName: Int64] = [:]
    /// The position of the last commit that changed who sees a room.
    var lastAccessChange: Int64 = 0
    private(set) var rooms: [RoomName: ShardRoom] = [:]
    private(set) var streams: [StreamID: OpenStream] = [:]
    /// The streams of each member who has one.
    private var owned: [MemberName: [StreamID: OpenStream]] = [:]
    /// The streams that may be given rooms in which they have no seat.
    private(set) var seekers: [StreamID: OpenStream] = [:]
    /// The streams that are to be served by themselves; each at most once.
    var queue: Deque<OpenStream> = []
    /// The rooms with streams that are to be served, each at most once and in one of these: those
    /// whose turn has not come yet, the one whose turn it is, and those that need further turns.
    var newRooms: Deque<ShardRoom> = []
    var roomInTurn: ShardRoom?
    var begunRooms: Deque<ShardRoom> = []
    /// New rooms that had their turn since one of the others had.
    var newTurns = 0
    /// The rooms that have more for their streams than one turn gives them.
    var fullRooms: [RoomName: ShardRoom] = [:]
    /// Rooms whose events of the moment go round.
    var momentsInLine: Deque<ShardRoom> = []
    var isTurnScheduled = false
    /// When the last iteration let the loop look at its sockets, with streams still in line.
    var turnGivenUpAt: NIODeadline?
    var ticking: RepeatedTask?
    /// The look at all streams, once a second.
    private(set) lazy var round = LoopRound<StreamID>(eventLoop: eventLoop, now: clock)
    /// What slices are measured by.
    var clock: () -> NIODeadline = { .now() }
    let probe = LoopProbe()
    var isDraining = false
    /// What streams are told that become live; there are as many as forms.
    var liveForms: [LiveForm: ByteBuffer] = [:]
    /// What it did, for whoever asks: plain counters, as only this loop touches them.
    var tally = DeliveryCount()

    /// Makes the shard of a loop.
    ///
    /// - Parameters:
    ///   - eventLoop: the loop it is confined to.
    ///   - head: the log's newest position; every later commit is published to the shard.
    ///   - limits: the sizes of slices and of the ring.
    ///   - catchUp: reads the log for streams that are behind.
    ///   - access: tells who may still see what.
    ///   - earlier: what was committed up to the head, oldest first and without a hole, for streams
    ///     that come back after a restart.
    ///   - whenServed: told since when what has not been offered waits; `nil` where nothing does.
    ///   - whenMoved: told of rooms that a stream lost or was given.
    init(
        eventLoop: any EventLoop,
        head: Int64,
        log: LogName,
        limits: ServerLimits,
        catchUp: CatchUp,
        access: StreamAccess = .everything,
        earlier: [CommitBatch] = [],
        whenServed: @escaping (NIODeadline?) -> Void = { _ in },
        whenMoved: @escaping (MemberName?, RoomName, Bool) -> Void = { _, _, _ in }
    ) {
        self.access = access
        self.whenServed = whenServed
        self.whenMoved = whenMoved
        self.eventLoop = eventLoop
        yield = LoopYield(eventLoop: eventLoop)
        self.head = head
        self.log = log
        self.limits = limits
        self.catchUp = catchUp
        ring = CommitRing(byteLimit: limits.ringBytes, countLimit: limits.ringCommits)
        for commit in earlier {
            withdraw(commit)
            ring.append(commit) { _ in }
        }
    }

    deinit { probe.stop() }

    /// How many streams are open.
    var count: Int { streams.count }

    /// The most bytes that wait in this process for any one stream.
    var largestBacklog: Int { streams.values.map(\.body.waitingBytes).max() ?? 0 }

    // MARK: - Streams come and go

    /// Adds a stream: from this iteration on it hears of every commit.
    func add(_ stream: OpenStream) {
        guard !isDraining else { return stream.abort() }
        guard stream.body.start(observer: stream) else { return stream.gone() }
        streams[stream.id] = stream
        if let member = stream.request.member { owned[member, default: [:]][stream.id] = stream }
        tally.opened += 1
        for name in stream.request.rooms { room(name, for: stream).seat(stream) }
        noteSeeker(stream)
        stream.writeOpening()
        reviewOpened(stream)
        guard streams[stream.id] != nil else { return }
        // At once, so that what follows leaves together with the opening where nothing waits.
        serve(stream)
        stream.body.flush()
        startTicking()
        endInTime(stream, stream.openedAt)
    }

    /// Removes a stream, and with it all that it held.
    func remove(_ stream: OpenStream) {
        guard streams.removeValue(forKey: stream.id) != nil else { return }
        seekers[stream.id] = nil
        disown(stream)
        leaveSeats(stream)
        stream.releaseWriter()
    }

    private func disown(_ stream: OpenStream) {
        guard let member = stream.request.member else { return }
        owned[member]?[stream.id] = nil
        if owned[member]?.isEmpty == true { owned[member] = nil }
    }

    /// The streams of some members.
    ///
    /// - Complexity: O(members + their streams).
    ///
    /// - Parameter members: any; readers without a name are none.
    func streams(of members: Set<MemberName>) -> [OpenStream] {
        members.flatMap { member in owned[member].map { Array($0.values) } ?? [] }
    }

    /// Remembers a stream that is to be looked at when a room comes into being.
    ///
    /// - Parameter stream: of this loop, which has its seats.
    func noteSeeker(_ stream: OpenStream) {
        let request = stream.request
        guard request.followsAll || !request.awaited.isSubset(of: request.rooms) else { return }
        seekers[stream.id] = stream
    }

    /// Frees all seats of a stream.
    func leaveSeats(_ stream: OpenStream) {
        // The last one first, so that those before it keep their places.
        while let seat = stream.seats.popLast() {
            seat.room.free(seat.index)
            noteFullness(of: seat.room)
            if seat.room.isEmpty { rooms[seat.room.name] = nil }
        }
    }

    /// The room on this loop, which is here while it has a stream.
    ///
    /// - Parameter stream: which is about to be seated.
    func room(_ name: RoomName, for stream: OpenStream) -> ShardRoom {
        let room =
            rooms[name]
            ?? ShardRoom(name: name, floor: head, momentLimit: limits.momentEvents)
        rooms[name] = room
        // A stream that comes back after a moment finds what it missed without the store, whichever
        // of the room's streams came first.
        let start = stream.request.start
        if start < room.horizon.floor, start >= max(ring.start ?? head, withdrawn[name] ?? 0) {
            room.remember(after: start, ring.commits(after: start))
        }
        return room
    }

    // MARK: - What is published

    /// Takes the next commit, and lets the streams that it concerns have their turn.
    ///
    /// - Parameter commit: follows the last one without a hole.
    func publish(_ commit: CommitBatch) {
        review(commit)
        withdraw(commit)
        ring.append(commit) { forgotten in
            for (name, batch) in forgotten.rooms { rooms[name]?.forget(batch) }
        }
        head = commit.last
        publishCuts(commit)
        for (name, batch) in commit.rooms {
            guard let room = rooms[name] else { continue }
            if batch.withdrawsItsOwn || commit.anew.contains(name) {
                room.pass(batch)
            } else {
                room.take(batch)
            }
            room.waits(since: commit.durableAt, bytes: batch.bytes)
            noteFullness(of: room)
            enqueue(room, since: commit.durableAt)
        }
        tellBacklog()
    }

    /// Lets the streams of rooms of which events were removed unheard read on from the store,
    /// which tells them of the gap.
    private func publishCuts(_ commit: CommitBatch) {
        for name in commit.anew {
            withdraw(name, through: commit.last)
            guard let room = rooms[name], commit.rooms[name] == nil else { continue }
            room.skip(through: commit.last)
            enqueue(room, since: commit.durableAt)
        }
    }

    /// Forgets what is remembered of rooms in which something was deleted: whoever comes for it now
    /// reads it from the store, where the text is gone.
    private func withdraw(_ commit: CommitBatch) {
        for (name, batch) in commit.rooms where batch.withdraws {
            // The store shows the commit's own texts too as they are now.
            withdraw(name, through: batch.withdrawsItsOwn ? commit.last : head)
        }
    }

    /// Forgets what is remembered of a room.
    ///
    /// - Parameter position: up to which the ring must not be read for it; `nil` is the newest.
    func withdraw(_ name: RoomName, through position: Int64? = nil) {
        withdrawn[name] = position ?? head
        rooms[name]?.forgetAll(through: head)
        guard withdrawn.count > Self.withdrawnLimit else { return }
        let start = ring.start ?? head
        withdrawn = withdrawn.filter { $0.value > start }
    }

    private static let withdrawnLimit = 1000

    /// Puts a control event on one stream, once it can take more, if it is still there then.
    ///
    /// - Returns: succeeds when the event was written, or the stream has ended.
    func write(_ event: ControlEvent, to id: StreamID) -> EventLoopFuture<Void> {
        guard let stream = streams[id] else { return eventLoop.makeSucceededVoidFuture() }
        guard stream.body.isWritable else {
            let shard = NIOLoopBound(self, eventLoop: eventLoop)
            return stream.whenReleased(on: eventLoop).flatMap { shard.value.write(event, to: id) }
        }
        stream.write(event)
        stream.body.flush()
        return eventLoop.makeSucceededVoidFuture()
    }

    /// Tells whether a stream goes on.
    ///
    /// - Parameters:
    ///   - position: what it is to have shown before that is told, with all that waits for it;
    ///     `nil` for nothing.
    /// - Returns: false once it has ended.
    func goesOn(_ id: StreamID, after position: Int64?) -> EventLoopFuture<Bool> {
        guard let stream = streams[id] else { return eventLoop.makeSucceededFuture(false) }
        guard let position, !stream.isCaughtUp || stream.progress.position < position else {
            return eventLoop.makeSucceededFuture(true)
        }
        let shard = NIOLoopBound(self, eventLoop: eventLoop)
        return stream.whenReleased(on: eventLoop).flatMap {
            shard.value.goesOn(id, after: position)
        }
    }
}

/// By what a control event without a room differs on the wire.
struct LiveForm: Hashable {
    var encoding: Encoding
    let framing: Framing
}
