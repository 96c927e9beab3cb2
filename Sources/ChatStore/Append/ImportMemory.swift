import ChatProtocol
import Synchronization

/// What an import keeps from one batch to the next: which number became which, and which rows were
/// found in the log.
///
/// Used by the thread that commits, one batch at a time.
package final class ImportMemory: Sendable {
    /// What identifies a row: rows that agree in all of it are the same event.
    struct Key: Hashable {
        var at: Timestamp
        var user: MemberName
        var content: DurableEvent.Content
    }

    /// What is kept.
    struct State {
        /// The log's newest position when the import began: what is later is its own.
        let start: Int64
        /// The room had nothing then, so no row can be there already.
        var isRoomNew: Bool?
        var numbers = SeqRuns(limit: ImportMemory.runLimit)
        /// How often a row was found in the log by now.
        var found: [Key: Int] = [:]
        /// The same of the rows before; both together know the newest of them.
        var foundBefore: [Key: Int] = [:]
    }

    /// Pieces of the file's numbering that are known; rows that name a message in a forgotten one
    /// are refused.
    private static let runLimit = 65_536
    /// Rows found in the log that are counted, twice: of rows that agree in all, and stand farther
    /// apart than this in a file, one is left out too many rather than one doubled.
    private static let foundLimit = 16_384

    private let state: Mutex<State>

    /// Begins an import.
    ///
    /// - Parameter head: the log's newest position.
    package init(head: Int64) {
        state = Mutex(State(start: head))
    }

    /// Works with what is kept.
    ///
    /// - Parameter body: runs under the lock.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    func with<Value>(_ body: (inout State) throws -> Value) rethrows -> Value {
        try state.withLock { state in try body(&state) }
    }
}

extension ImportMemory.State {
    /// How often a row was found by now.
    ///
    /// - Parameter key: the row's.
    /// - Returns: 0 for the first.
    func count(of key: ImportMemory.Key) -> Int { found[key] ?? foundBefore[key] ?? 0 }

    /// Counts a row that was found.
    ///
    /// - Parameter key: the row's.
    mutating func count(_ key: ImportMemory.Key) {
        let count = count(of: key) + 1
        if found.count >= ImportMemory.foundLimit {
            foundBefore = found
            found.removeAll(keepingCapacity: true)
        }
        found[key] = count
    }
}

/// Which number of a file is which number of a room, as runs that rise together.
struct SeqRuns {
    private struct Run {
        var first: Int64
        var last: Int64
        /// What is added to a number of the file.
        var step: Int64
    }

    private let limit: Int
    private var runs: [Run] = []

    /// Knows nothing yet.
    ///
    /// - Parameter limit: runs; the older half is forgotten beyond.
    init(limit: Int) {
        self.limit = limit
    }

    /// Notes what became of a number.
    ///
    /// - Parameters:
    ///   - number: of the file.
    ///   - seq: of the room.
    mutating func note(_ number: Int64, is seq: Int64) {
        let step = seq &- number
        if let last = runs.last, last.step == step, last.last < .max, last.last + 1 == number {
            runs[runs.count - 1].last = number
            return
        }
        if runs.count >= limit { runs.removeFirst(runs.count / 2) }
        runs.append(Run(first: number, last: number, step: step))
    }

    /// The number in the room; the newest meaning of a number counts.
    ///
    /// - Parameter number: of the file.
    /// - Returns: `nil` if it is not known.
    func seq(of number: Int64) -> Int64? {
        runs.last { $0.first <= number && number <= $0.last }.map { number + $0.step }
    }
}
