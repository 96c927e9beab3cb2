import ChatProtocol
import Synchronization

/// What an import keeps from one batch to the next: which number became which, and which rows were
/// found in the log.
///
/// Used by the thread that commits, one batch in a transaction.
package final class ImportMemory: Sendable {
    /// What is kept.
    struct State {
        /// The log's newest position as its first transaction finds it; `nil` before that.
        ///
        /// What is later is the import's own, or nobody's row. Only there it is certain: a server
        /// may not have heard yet of what others have written, the same file included.
        var start: Int64?
        /// The room had nothing then, so no row can be there already.
        var isRoomNew: Bool?
        /// 0 is the number of a message that was left out.
        var numbers = SeqRuns(limit: ImportMemory.runLimit)
        /// The numbers in the room of the events that rows were found to be.
        var found = FoundEvents()
        /// What was read to find them.
        var moments: ImportMoments
    }

    /// Numbers of events in the room, each of which is a row of the file already; the newest ones.
    struct FoundEvents {
        /// Events that are remembered, twice: of rows that agree in all, and stand farther apart
        /// than this in a file, one is left out too many rather than one doubled.
        private static let limit = 65_536

        private var newer: Set<Int64> = []
        private var older: Set<Int64> = []

        /// Tells whether an event was found to be a row.
        ///
        /// - Parameter seq: its number in the room.
        /// - Returns: false also when that is long ago.
        func contains(_ seq: Int64) -> Bool { newer.contains(seq) || older.contains(seq) }

        /// Remembers that an event is a row of the file, and so no other row.
        ///
        /// - Parameter seq: its number in the room.
        mutating func note(_ seq: Int64) {
            if newer.count >= Self.limit {
                older = newer
                newer.removeAll(keepingCapacity: true)
            }
            newer.insert(seq)
        }
    }

    /// Pieces of the file's numbering that are known; rows that name a message in a forgotten one
    /// are refused.
    private static let runLimit = 65_536

    /// What is known, and what a transaction would add to it.
    private struct Knowledge {
        var kept: State
        /// Of the last one that was tried; `nil` when none was since ``kept`` was.
        var judged: State?

        /// Gives what is kept, and what was read for it to one transaction alone, which need not
        /// copy it then; where that is undone, it is read again.
        mutating func take() -> State {
            let state = kept
            kept.moments = state.moments.emptied
            return state
        }
    }

    private let knowledge: Mutex<Knowledge>

    /// Begins an import.
    package convenience init() {
        self.init(moments: ImportMoments())
    }

    /// Begins an import that remembers more or less than others.
    ///
    /// - Parameter moments: nothing that was read, and its bound.
    init(moments: ImportMoments) {
        knowledge = Mutex(Knowledge(kept: State(moments: moments)))
    }

    /// Judges rows by what is known.
    ///
    /// What is learnt of them counts once ``keep()`` says so: a transaction that was undone can be
    /// tried again, and finds all as it was.
    ///
    /// - Parameter head: the log's newest position, as the transaction has it.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    func judging<Value>(
        behind head: Int64,
        _ body: (inout State) throws -> Value
    ) rethrows -> Value {
        // A batch that finds a row changes `found`, and so copies it: 65,536 numbers at the most.
        var state = knowledge.withLock { $0.take() }
        if state.start == nil { state.start = head }
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
