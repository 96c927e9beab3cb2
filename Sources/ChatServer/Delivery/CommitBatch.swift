import ChatProtocol
import ChatStore
import NIOCore

/// One commit as delivery hands it around: by room, encoded once, the same object on every loop.
final class CommitBatch: Sendable {
    /// The positions of its first and its last event; what lies between is in it, but for what was
    /// said in rooms that are gone.
    let first: Int64
    let last: Int64
    let rooms: [RoomName: RoomBatch]
    /// The rooms of which events before it were removed unheard: nobody is to pass these over.
    let anew: Set<RoomName>
    /// When it was durable.
    let durableAt = NIODeadline.now()
    /// Bytes of memory that it takes, for the ring's bound; what it is encoded to comes on top.
    let bytes: Int

    /// Sorts a commit by room.
    ///
    /// - Parameter commit: what the store made durable.
    init(_ commit: Commit) {
        first = commit.first
        last = commit.last
        rooms = Self.rooms(of: commit)
        anew = Set((commit.news?.rooms ?? []).map(\.room.name))
        bytes = rooms.values.reduce(0) { $0 + $1.bytes }
    }

    /// Sorts what was committed before, in pieces of which a stream is given some at a time.
    ///
    /// - Parameters:
    ///   - events: in order of position, each with its cursor.
    ///   - head: the position up to which they are all that there is, from the first of them on.
    /// - Returns: the pieces, without a hole between them.
    static func pieces(
        of events: [DurableEvent],
        through head: Int64,
        size: Int = 16
    ) -> [CommitBatch] {
        var pieces: [CommitBatch] = []
        for start in stride(from: 0, to: events.count, by: size) {
            let end = min(start + size, events.count)
            guard let first = pieces.last.map({ $0.last + 1 }) ?? events[start].cursor?.position,
                let last = end == events.count ? head : events[end - 1].cursor?.position
            else { return [] }
            let piece = Array(events[start..<end])
            pieces.append(CommitBatch(Commit(events: piece, first: first, last: last)))
        }
        return pieces
    }

    /// Most commits are of one room, whose events they share.
    private static func rooms(of commit: Commit) -> [RoomName: RoomBatch] {
        guard let name = commit.events.first?.room else { return [:] }
        guard commit.events.contains(where: { $0.room != name }) else {
            return [name: batch(of: name, commit.events, commit)]
        }
        return Dictionary(grouping: commit.events, by: \.room).reduce(into: [:]) { rooms, entry in
            rooms[entry.key] = batch(of: entry.key, entry.value, commit)
        }
    }

    private static func batch(
        of room: RoomName,
        _ events: [DurableEvent],
        _ commit: Commit
    ) -> RoomBatch {
        RoomBatch(room: room, events: events, commitLast: commit.last, madeAt: commit.madeAt[room])
    }

    /// What a stream of some rooms is to see of the commit, in order of position.
    ///
    /// - Parameters:
    ///   - batches: the commit's, of the stream's rooms.
    ///   - position: of the last event that the stream has seen.
    ///   - begins: the positions before which rooms were not the stream's.
    /// - Returns: one run where a single room has something, else as many as the order asks for.
    static func runs(
        of batches: [RoomBatch],
        after position: Int64,
        from begins: [RoomName: Int64] = [:]
    ) -> [BatchRun] {
        let start = { (batch: RoomBatch) in max(position, (begins[batch.room] ?? 0) - 1) }
        if batches.count == 1, let batch = batches.first {
            let range = batch.range(after: start(batch))
            return range.isEmpty ? [] : [BatchRun(batch: batch, range: range)]
        }
        return
            batches
            .flatMap { batch in batch.positions.indices.map { (batch: batch, index: $0) } }
            .filter { $0.batch.positions[$0.index] > start($0.batch) }
            .sorted { $0.batch.positions[$0.index] < $1.batch.positions[$1.index] }
            .reduce(into: []) { runs, entry in
                if let last = runs.last, last.batch === entry.batch,
                    last.range.upperBound == entry.index
                {
                    runs[runs.count - 1].range = last.range.lowerBound..<entry.index + 1
                } else {
                    runs.append(BatchRun(batch: entry.batch, range: entry.index..<entry.index + 1))
                }
            }
    }
}

/// Neighbouring events of a room's batch, by index.
struct BatchRun {
    let batch: RoomBatch
    var range: Range<Int>
}
