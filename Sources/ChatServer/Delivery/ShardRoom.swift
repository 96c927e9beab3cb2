import ChatProtocol
import DequeModule
import NIOCore
import StreamingHTTP

/// One room on one loop: its streams, whose turn it is, and what is remembered of its newest
/// commits.
///
/// Here while it has a stream. Confined to its event loop.
final class ShardRoom {
    /// A stream, and which of the stream's own seats this is.
    private struct Seat {
        let stream: OpenStream
        let place: Int
    }

    /// Runs of different places and forms that are kept until the room has been served.
    private static let sharedRunLimit = 8

    let name: RoomName
    private var seats: [Seat] = []
    private var batches: Deque<RoomBatch> = []
    private var sharedRuns: [SharedRun] = []
    /// Every event of the room after `floor` is remembered.
    private(set) var horizon: Horizon
    /// The newest `seq` that the loop has heard of; 0 until it has heard of one.
    private(set) var newest: Int64 = 0
    /// True while the room is in line to be served.
    var isInLine = false
    /// Since when it waits for its first turn.
    var inLineSince: NIODeadline?
    /// Streams that it may still serve in the turn that has begun; 0 between two turns.
    var turnLeft = 0
    /// What not every live stream has been offered yet.
    private(set) var unoffered = UnofferedCommits()
    private var offered: [NIODeadline] = []
    /// What its streams are to be told of the moment.
    var moments: RoomMoments
    var isMomentInLine = false
    /// True until the next batch of them may begin.
    var areMomentsHeld = false
    /// Whose turn is next, and how many from there on have not had theirs since the last commit.
    private var next = 0
    private(set) var due = 0

    /// Makes the room for its first stream.
    ///
    /// - Parameters:
    ///   - floor: a position of which every later commit will be taken.
    ///   - momentLimit: the most events of the moment that go round together.
    init(name: RoomName, floor: Int64, momentLimit: Int = 64) {
        self.name = name
        moments = RoomMoments(limit: momentLimit)
        horizon = Horizon(floor: floor, newest: floor)
    }

    /// True when no stream is left.
    var isEmpty: Bool { seats.isEmpty }

    /// How many streams it has.
    var count: Int { seats.count }

    /// One of its streams, which have no order.
    ///
    /// - Parameter index: below ``count``.
    func stream(at index: Int) -> OpenStream { seats[index].stream }

    // MARK: - Streams come and go

    /// Gives a stream a seat.
    func seat(_ stream: OpenStream) {
        seats.append(Seat(stream: stream, place: stream.seats.count))
        stream.seats.append(StreamSeat(room: self, index: seats.count - 1))
        // It may sit between those whose turn is to come, and must take none of theirs.
        if due > 0 { due += 1 }
    }

    /// Frees a seat; the last stream moves there.
    func free(_ index: Int) {
        let last = seats.removeLast()
        due = min(due, seats.count)
        guard index < seats.count else { return }
        seats[index] = last
        last.stream.seats[last.place].index = index
        // The one that moved may have moved past its turn.
        guard due > 0 else { return }
        due = seats.count
        unoffered.begin(streams: due)
    }

    // MARK: - What is remembered

    /// Remembers what was committed before what it remembers, for a stream that begins there.
    ///
    /// - Parameters:
    ///   - floor: a position before the horizon's floor.
    ///   - commits: all that the loop remembers after that, oldest first; without a hole.
    func remember(after floor: Int64, _ commits: some Sequence<CommitBatch>) {
        let earlier = commits.prefix { $0.last <= horizon.floor }.compactMap { $0.rooms[name] }
        batches.insert(contentsOf: earlier, at: batches.startIndex)
        if newest == 0 { newest = batches.last?.newest ?? 0 }
        horizon = Horizon(floor: floor, newest: batches.last?.last ?? floor)
    }

    /// Takes the room's share of a commit, after which every stream is due.
    ///
    /// - Parameter batch: newer than what is remembered.
    func take(_ batch: RoomBatch) {
        batches.append(batch)
        newest = batch.newest
        horizon.newest = batch.last
        due = seats.count
    }

    /// Takes note of the room's share of a commit, which is to be read from the store.
    ///
    /// - Parameter batch: newer than what is remembered.
    func pass(_ batch: RoomBatch) {
        take(batch)
        skip(through: batch.commitLast)
    }

    /// Takes note that there is something to be read from the store, after which every stream is
    /// due.
    ///
    /// - Parameter position: of the newest commit.
    func skip(through position: Int64) {
        batches.removeAll()
        horizon.newest = position
        horizon.floor = position
        due = seats.count
    }

    /// Forgets the oldest batch.
    ///
    /// - Parameter batch: the oldest of the room, if it was taken here at all.
    func forget(_ batch: RoomBatch) {
        guard batches.first === batch else { return }
        batches.removeFirst()
        horizon.floor = batch.last
    }

    /// Forgets all that it remembers.
    ///
    /// - Parameter position: of the newest commit that the loop has heard of.
    func forgetAll(through position: Int64) {
        batches.removeAll()
        sharedRuns.removeAll()
        horizon.floor = max(horizon.floor, position)
    }

    /// The remembered batches with something after a position, oldest first.
    ///
    /// - Parameter position: at or after the horizon's floor.
    /// - Returns: maybe none.
    /// - Complexity: O(log batches).
    func batches(after position: Int64) -> Deque<RoomBatch>.SubSequence {
        var low = batches.startIndex
        var high = batches.endIndex
        while low < high {
            let middle = (low + high) / 2
            if batches[middle].last > position { high = middle } else { low = middle + 1 }
        }
        return batches[low...]
    }

    /// All that waits for a stream of this room alone, as one part of its body.
    ///
    /// - Parameters:
    ///   - stream: at or after the horizon's floor.
    ///   - byteLimit: bytes after which the part ends, with the batch that passes them.
    /// - Returns: the part, shared with all streams at the same place.
    func run(for stream: OpenStream, byteLimit: Int) -> SharedRun {
        if let known = sharedRuns.first(where: { $0.suits(stream, newest: horizon.newest) }) {
            return known
        }
        let made = makeRun(for: stream, byteLimit: byteLimit)
        if sharedRuns.count >= Self.sharedRunLimit { sharedRuns.removeFirst() }
        sharedRuns.append(made)
        return made
    }

    private func makeRun(for stream: OpenStream, byteLimit: Int) -> SharedRun {
        let position = stream.progress.position
        var pieces: [ByteBuffer] = []
        var byteCount = 0
        var count = 0
        var through = position
        for batch in batches(after: position) {
            let encoded = batch.encoded(as: stream.request.encoding)
            let range = batch.range(after: position)
            let piece = encoded.slice(range)
            count += range.count
            pieces.append(piece)
            byteCount += piece.readableBytes
            through = batch.commitLast
            if byteCount >= byteLimit { break }
        }
        return SharedRun(
            after: position,
            through: through,
            count: count,
            encoding: stream.request.encoding,
            bytes: stream.body.framing.frame(pieces),
            framing: stream.body.framing,
            newest: horizon.newest
        )
    }

    // MARK: - Turns

    /// Notes that a commit waits for the room's streams.
    ///
    /// - Parameters:
    ///   - time: when it was durable.
    ///   - bytes: of memory that it takes.
    func waits(since time: NIODeadline, bytes: Int) {
        unoffered.add(since: time, bytes: bytes, streams: due)
    }

    /// Takes out when the commits were durable that each stream has been offered meanwhile.
    func takeOffered() -> [NIODeadline] {
        guard !offered.isEmpty else { return [] }
        defer { offered.removeAll(keepingCapacity: true) }
        return offered
    }

    /// Begins its next turn: a small room has all of its streams served in one, a large one some.
    func beginTurn(_ limits: ServerLimits) {
        inLineSince = nil
        turnLeft = due <= limits.sliceStreams ? due : limits.sliceRoomStreams
    }

    /// Notes that each stream has had its turn.
    func served() {
        isInLine = false
        turnLeft = 0
        unoffered.removeAll()
        sharedRuns.removeAll()
    }

    /// Takes the next stream whose turn it is.
    ///
    /// - Returns: `nil` when each has had its turn since the last commit.
    func nextDue() -> OpenStream? {
        guard due > 0, !seats.isEmpty else { return nil }
        due -= 1
        if let time = unoffered.tookTurn() { offered.append(time) }
        if next >= seats.count { next = 0 }
        defer { next += 1 }
        return seats[next].stream
    }
}

/// A stream's place in one of its rooms.
struct StreamSeat {
    let room: ShardRoom
    var index: Int
}
