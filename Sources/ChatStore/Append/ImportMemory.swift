import ChatProtocol
import Synchronization

/// What an import keeps from one batch to the next: which number became which, and which rows were
/// found in the log.
///
/// Used by the thread that commits, one batch in a transaction.
package final class ImportMemory: Sendable {
    /// What is kept.
    struct State {
        /// The log's newest position when the import began: what is later is its own.
        let start: Int64
        /// The room had nothing then, so no row can be there already.
        var isRoomNew: Bool?
        /// 0 is the number of a message that was left out.
        var numbers = SeqRuns(limit: ImportMemory.runLimit)
        /// The numbers in the room of the events that rows were found to be.
        var found: Set<Int64> = []
        /// The same of the rows before; both together know the newest of them.
        var foundBefore: Set<Int64> = []
    }

    /// Pieces of the file's numbering that are known; rows that name a message in a forgotten one
    /// are refused.
    private static let runLimit = 65_536
    /// Events that are remembered as found, twice: of rows that agree in all, and stand farther
    /// apart than this in a file, one is left out too many rather than one doubled.
    private static let foundLimit = 65_536

    /// What is known, and what a transaction would add to it.
    private struct Knowledge {
        var kept: State
        /// Of the last one that was tried; `nil` when none was since ``kept`` was.
        var judged: State?
    }

    private let knowledge: Mutex<Knowledge>

    /// Begins an import.
    ///
    /// - Parameter head: the log's newest position.
    package init(head: Int64) {
        knowledge = Mutex(Knowledge(kept: State(start: head)))
    }

    /// Judges rows by what is known.
    ///
    /// What is learnt of them counts once ``keep()`` says so: a transaction that was undone can be
    /// tried again, and finds all as it was.
    ///
    /// - Parameter body: judges the rows of one transaction.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    func judging<Value>(_ body: (inout State) throws -> Value) rethrows -> Value {
        // A batch that finds a row changes `found`, and so copies it: 65,536 numbers at the most.
        var state = knowledge.withLock { $0.kept }
        let value = try body(&state)
        let judged = state
        knowledge.withLock { $0.judged = judged }
        return value
    }

    /// Keeps what was judged last: its transaction is durable.
    func keep() {
        knowledge.withLock { knowledge in
            guard let judged = knowledge.judged else { return }
            knowledge.kept = judged
            knowledge.judged = nil
        }
    }
}

extension ImportMemory.State {
    /// Tells whether an event was found to be a row of the file already.
    ///
    /// - Parameter seq: its number in the room.
    /// - Returns: false also when that is long ago.
    func isFound(_ seq: Int64) -> Bool { found.contains(seq) || foundBefore.contains(seq) }

    /// Remembers that an event is a row of the file, and so no other row.
    ///
    /// - Parameter seq: its number in the room.
    mutating func noteFound(_ seq: Int64) {
        if found.count >= ImportMemory.foundLimit {
            foundBefore = found
            found.removeAll(keepingCapacity: true)
        }
        found.insert(seq)
    }
}
