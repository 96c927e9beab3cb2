import DequeModule
import NIOCore

/// The commits of a room that not every stream of a loop has been offered yet.
///
/// Streams take turns, and each turn offers a stream all that has come: so a commit is offered once
/// as many turns have passed as there were streams when it came. Pure.
struct UnofferedCommits {
    private struct Entry {
        let since: NIODeadline
        /// The number of the turn with which the last stream is offered it.
        let turn: Int
        var bytes: Int
    }

    private var entries: Deque<Entry> = []
    private var turns = 0
    /// Bytes of memory that they take.
    private(set) var bytes = 0

    /// When the oldest of them was durable; `nil` where there are none.
    var oldest: NIODeadline? { entries.first?.since }

    /// Takes a commit.
    ///
    /// - Parameters:
    ///   - since: when it was durable; not before those that came earlier.
    ///   - bytes: of memory that it takes.
    ///   - streams: how many are to be offered it.
    mutating func add(since: NIODeadline, bytes: Int, streams: Int) {
        guard streams > 0 else { return }
        self.bytes += bytes
        let turn = turns + streams
        guard let last = entries.last, last.turn >= turn else {
            return entries.append(Entry(since: since, turn: turn, bytes: bytes))
        }
        // It is offered by the same turns as the one before it, or by fewer.
        entries[entries.count - 1].bytes += bytes
    }

    /// Notes that a stream has its turn.
    ///
    /// - Returns: when the oldest commit was durable that every stream has been offered by that;
    ///   `nil` if there is none.
    mutating func tookTurn() -> NIODeadline? {
        turns += 1
        guard let first = entries.first, first.turn <= turns else { return nil }
        bytes -= first.bytes
        entries.removeFirst()
        return first.since
    }

    /// Begins again with all streams: one of them has moved past its turn.
    ///
    /// - Parameter streams: how many are to be offered what is here.
    mutating func begin(streams: Int) {
        guard let oldest else { return }
        let bytes = bytes
        removeAll()
        add(since: oldest, bytes: bytes, streams: streams)
    }

    /// Forgets them: no stream is due.
    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        bytes = 0
    }
}
