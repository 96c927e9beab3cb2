import ChatProtocol

/// What can be asked of the one that writes.
extension Appender {
    /// What a read mark takes in the queue.
    private static let markBytes = 256

    /// Appends a draft.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - answer: is told once, on the committing thread after the commit was handed on; at once
    ///     and on this thread when the draft is not taken.
    func append(_ draft: Draft, answer: @escaping WaitingWrite.Reply<Appended>) {
        enqueue(.append(draft, answer), bytes: draft.bytes, answer)
    }

    /// Moves a read mark forward.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter mark: where it shall be at least.
    /// - Throws: why it was not moved.
    func markRead(_ mark: ReadMark) async throws(StoreError) -> Int64 {
        try await ask(bytes: Self.markBytes) { .markRead(mark, $0) }
    }

    /// Makes a room.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Returns: its first events; none when there is one of the name.
    /// - Throws: why there is none now.
    func found(_ founding: RoomFounding) async throws(StoreError) -> [DurableEvent] {
        try await ask(bytes: founding.bytes) { .found(founding, $0) }
    }

    /// Takes a room away.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter drop: of which room, and what the audit tells of it.
    /// - Returns: false when there is none.
    /// - Throws: why it is still there.
    func drop(_ drop: RoomDrop) async throws(StoreError) -> Bool {
        try await ask(bytes: Self.markBytes) { .drop(drop, $0) }
    }

    /// Amends a message.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter amendment: what is to be done.
    /// - Throws: why it could not be judged.
    func amend(_ amendment: Amendment) async throws(StoreError) -> Amended {
        try await ask(bytes: amendment.bytes) { .amend(amendment, $0) }
    }

    /// Changes access, and tells of it.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Parameter decision: what is to be done.
    /// - Returns: the mark from now on; `nil` when nothing was written.
    func decide(_ decision: AccessDecision) async throws(StoreError) -> AccessMark? {
        try await ask(bytes: decision.bytes) { .decide(decision, $0) }
    }

    /// Imports the first of some rows.
    ///
    /// Suspends until their transaction is committed.
    ///
    /// - Parameter batch: the next of its import.
    /// - Returns: what became of each row that was taken; the others are to be given again.
    /// - Throws: why none of them is in the log.
    func importRows(_ batch: ImportBatch) async throws(StoreError) -> [ImportFate] {
        try await ask(bytes: batch.bytes) { .importRows(batch, $0) }
    }

    /// Appends a draft.
    ///
    /// Suspends until its transaction is committed.
    ///
    /// - Throws: why it is not in the log.
    func append(_ draft: Draft) async throws(StoreError) -> Appended {
        try await ask(bytes: draft.bytes) { .append(draft, $0) }
    }

    /// Asks for a write, and again where it was judged too early, unless the task does that itself.
    private func ask<Value: Sendable>(
        bytes: Int,
        _ write: (@escaping WaitingWrite.Reply<Value>) -> WaitingWrite
    ) async throws(StoreError) -> Value {
        while true {
            let result = await withCheckedContinuation { continuation in
                let reply: WaitingWrite.Reply<Value> = { continuation.resume(returning: $0) }
                enqueue(write(reply), bytes: bytes, reply)
            }
            guard case .failure(.judgedTooEarly) = result, !Judgement.isRepeated else {
                return try result.get()
            }
        }
    }
}
