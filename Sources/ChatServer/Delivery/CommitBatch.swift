import ChatProtocol
import ChatStore

/// One commit as delivery hands it around: by room, encoded once, the same object on every loop.
final class CommitBatch: Sendable {
    /// The positions of its first and its last event; what lies between is in it.
    let first: Int64
    let last: Int64
    let rooms: [RoomName: RoomBatch]
    /// Bytes of text in it, for the ring's bound.
    let textBytes: Int

    /// Sorts a commit by room.
    ///
    /// - Parameter commit: what the store made durable.
    init(_ commit: Commit) {
        first = commit.first
        last = commit.last
        let byRoom = Dictionary(grouping: commit.events, by: \.room)
        rooms = byRoom.reduce(into: [:]) { rooms, entry in
            rooms[entry.key] = RoomBatch(
                room: entry.key,
                events: entry.value,
                commitLast: commit.last
            )
        }
        textBytes = commit.events.reduce(0) { total, event in
            guard case .message(let message) = event.content else { return total + 64 }
            return total + 64 + message.text.utf8.count
        }
    }

    /// What a stream of some rooms is to see of the commit, in order of position.
    ///
    /// - Parameters:
    ///   - batches: the commit's, of the stream's rooms.
    ///   - position: of the last event that the stream has seen.
    /// - Returns: one run where a single room has something, else as many as the order asks for.
    static func runs(of batches: [RoomBatch], after position: Int64) -> [BatchRun] {
        if batches.count == 1, let batch = batches.first {
            let range = batch.range(after: position)
            return range.isEmpty ? [] : [BatchRun(batch: batch, range: range)]
        }
        return
            batches
            .flatMap { batch in batch.positions.indices.map { (batch: batch, index: $0) } }
            .filter { $0.batch.positions[$0.index] > position }
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
