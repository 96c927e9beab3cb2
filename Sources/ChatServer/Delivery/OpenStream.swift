import ChatProtocol
import NIOCore
import StreamingHTTP

/// One stream that is open: its request, its place in the log and the channel it writes to.
///
/// Confined to its shard's event loop.
final class OpenStream {
    let id: StreamID
    var request: StreamRequest
    let body: any StreamBody
    var progress: StreamProgress
    /// The rooms that it was told to be behind in, until it has come to the end of them all.
    var laggingRooms: Set<RoomName> = []
    /// Its places in its rooms, in the rooms' order; none once it has ended.
    var seats: [StreamSeat] = []
    /// Counts the changes of its rooms.
    private(set) var roomsGeneration = 0
    /// The positions from which on rooms are shown that it was given while it lasts; none once it
    /// has come so far.
    private(set) var begins: [RoomName: Int64] = [:]
    /// True while it waits for its turn.
    var isQueued = false
    /// True when it has been silent for so long that a `ping` is due.
    var isPingDue = false
    /// Why the stream is to end once it has shown all up to a position.
    var pendingEnd: (reason: String, after: Int64)?
    /// Messages that may still be delivered; `nil` is no limit.
    private(set) var remaining: Int?
    /// Events of the log that were written to it.
    private(set) var delivered = 0
    /// When something was last written.
    private(set) var lastWrite: NIODeadline
    let deadline: NIODeadline?
    let openedAt: NIODeadline
    /// Bytes of the body that were written to it.
    private(set) var writtenBytes = 0
    private var stall: Stall?
    /// What the one task that posts for it waits by, if there is one.
    private var writer: EventLoopPromise<Void>?
    private let whenEnded: (StreamOutcome, [RoomName]) -> Void
    private weak var shard: Shard?

    /// Takes the channel for a stream.
    ///
    /// - Parameters:
    ///   - request: what the client asked for.
    ///   - whenEnded: told how the stream ended, and in which rooms its member was seen to be here,
    ///     once, on the event loop.
    init(
        _ id: StreamID,
        _ request: StreamRequest,
        body: any StreamBody,
        shard: Shard,
        whenEnded: @escaping (StreamOutcome, [RoomName]) -> Void
    ) {
        self.id = id
        self.request = request
        self.body = body
        self.shard = shard
        self.whenEnded = whenEnded
        progress = StreamProgress(position: request.start)
        remaining = request.limit
        openedAt = .now()
        lastWrite = openedAt
        let now = openedAt
        deadline = request.timeout.map { now + .milliseconds($0.milliseconds) }
    }

    /// True when the shared bytes of a batch can be written whole.
    var takesWholeBatches: Bool { request.filter.takesAllDurable && remaining == nil }

    /// What the shard remembers of all of its rooms.
    var horizon: Horizon {
        guard var all = seats.first?.room.horizon else { return Horizon(floor: 0, newest: 0) }
        for seat in seats.dropFirst() {
            all.floor = max(all.floor, seat.room.horizon.floor)
            all.newest = max(all.newest, seat.room.horizon.newest)
        }
        return all
    }

    /// True while nothing waits for it.
    var isCaughtUp: Bool { progress.isCaughtUp(horizon) }

    /// Writes the first bytes, which leave with the next flush: what the format begins with, then
    /// the opening events.
    func writeOpening() {
        let encoder = request.encoding.encoder
        var bytes = encoder.preamble
        for event in request.opening { encoder.append(event, to: &bytes) }
        write(ByteBuffer(bytes: bytes))
        // Not needed again for as long as the stream may last.
        request.opening = []
    }

    /// Writes events of this stream alone.
    func write(_ events: ControlEvent...) {
        write(request.encoding.encode(events.map(Event.control)).buffer)
    }

    /// Writes what is the same for other streams, framed already.
    ///
    /// - Parameter bytes: a whole part of the body.
    func write(framed bytes: ByteBuffer) {
        body.write(framed: bytes)
        writtenBytes += bytes.readableBytes
        lastWrite = .now()
    }

    /// Writes what of a batch is for this stream, in one write.
    func write(_ batch: RoomMoments.Batch) {
        let bytes = batch.bytes(as: request.encoding) { item in
            (item.member == nil || item.member == request.member)
                && request.filter.admits(.ephemeral(item.event))
        }
        if write(bytes) > 0 { body.flush() }
    }

    /// Writes what is shared with other streams at the same place.
    ///
    /// - Parameter run: of this stream's one room, after its position.
    func write(_ run: SharedRun) {
        progress.wrote(through: run.through)
        guard run.bytes.readableBytes > 0 else { return }
        write(framed: run.bytes)
        delivered += run.count
    }

    /// Writes a run of a room's batch.
    ///
    /// - Parameter run: events of a room of this stream, all after its position.
    /// - Returns: the bytes written.
    func write(_ run: BatchRun) -> Int {
        let encoded = run.batch.encoded(as: request.encoding)
        if takesWholeBatches {
            delivered += run.range.count
            return write(encoded.slice(run.range))
        }
        return run.range.reduce(0) { total, index in
            let event = run.batch.events[index]
            guard request.filter.admits(index, of: run.batch) else { return total }
            return total + write(encoded.slice(index..<index + 1), of: event)
        }
    }

    /// Writes a page of the log.
    ///
    /// - Parameter page: holds just what the stream asked for.
    func write(_ page: Page) {
        guard remaining != nil || !begins.isEmpty else {
            write(page.encoded.buffer)
            delivered += page.events.count
            return progress.pageWritten(through: page.through)
        }
        for (index, event) in page.events.enumerated()
        where (event.cursor?.position ?? 0) >= begins[event.room] ?? 0 {
            write(page.encoded.slice(index..<index + 1), of: event)
        }
        // A sated stream has not seen the rest, and says so by its last cursor.
        progress.pageWritten(through: isSated ? progress.position : page.through)
    }

    /// Gives the stream a room.
    ///
    /// - Parameters:
    ///   - room: which it has not.
    ///   - position: from which on it is shown.
    func gain(_ room: RoomName, from position: Int64) {
        request.rooms.append(room)
        if progress.position < position - 1 { begins[room] = position }
        roomsGeneration += 1
    }

    /// Takes rooms from the stream.
    func lose(_ names: Set<RoomName>) {
        request.rooms.removeAll { names.contains($0) }
        for name in names { begins[name] = nil }
        roomsGeneration += 1
    }

    /// Forgets where rooms begin that it has come past.
    func forgetBegins() {
        guard !begins.isEmpty else { return }
        begins = begins.filter { $0.value > progress.position + 1 }
    }

    /// True when the stream's limit of messages has been delivered.
    var isSated: Bool { remaining == 0 }

    /// Ends the stream properly.
    func finish(with bye: ControlEvent.Bye) {
        write(.bye(bye))
        body.finish()
        whenEnded(.finished, request.presentRooms)
    }

    /// Notes that the client has gone.
    func gone() {
        whenEnded(.clientGone, request.presentRooms)
    }

    /// Cuts the stream off.
    func abort() {
        body.abort()
        whenEnded(.failed, request.presentRooms)
    }

    /// Waits until the one that posts for this stream may look again.
    ///
    /// - Returns: succeeds when there is room, the stream has shown everything, or it has ended.
    func whenReleased(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = writer ?? eventLoop.makePromise(of: Void.self)
        writer = promise
        return promise.futureResult
    }

    /// Lets the one that waits look again.
    func releaseWriter() {
        writer.take()?.succeed()
    }

    /// Tells for how long the client has taken nothing although something waits for it.
    ///
    /// - Returns: zero when it took something since it was last asked.
    func stalledTime(now: NIODeadline) -> TimeAmount {
        guard !body.isWritable else {
            stall = nil
            return .zero
        }
        let unsent = body.unsentBytes
        guard let known = stall, known.unsentBytes == unsent else {
            stall = Stall(since: now, unsentBytes: unsent)
            return .zero
        }
        return now - known.since
    }

    @discardableResult
    private func write(_ buffer: ByteBuffer) -> Int {
        guard buffer.readableBytes > 0 else { return 0 }
        body.write(buffer)
        writtenBytes += buffer.readableBytes
        lastWrite = .now()
        return buffer.readableBytes
    }

    @discardableResult
    private func write(_ buffer: ByteBuffer, of event: DurableEvent) -> Int {
        guard remaining != 0 else { return 0 }
        progress.wrote(through: event.cursor?.position ?? 0)
        delivered += 1
        if counts(event) { remaining = remaining.map { $0 - 1 } }
        return write(buffer)
    }

    /// Messages count towards the limit; where the stream asked for other types alone, those do.
    private func counts(_ event: DurableEvent) -> Bool {
        event.content.isMessage || !request.filter.takesMessages
    }

    private struct Stall {
        let since: NIODeadline
        let unsentBytes: Int
    }
}

extension OpenStream: StreamObserver {
    func streamBecameWritable() {
        releaseWriter()
        shard?.enqueue(self)
    }

    func streamClosed() {
        shard?.remove(self)
        gone()
    }
}
