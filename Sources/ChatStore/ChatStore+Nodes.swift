package import ChatProtocol

/// The servers that write one log.
extension ChatStore {
    /// This server among them; number 0 where it writes alone.
    ///
    /// Does not suspend.
    package var node: Node { bus.node }

    /// All of them.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: in order of their numbers.
    package func nodes() async throws(StoreError) -> [Node] { try await bus.nodes() }

    /// Takes this server from the others' list, where it is not to serve after all;
    /// ``run(onCommit:)`` does so at its end.
    ///
    /// Suspends until that is written, or cannot be.
    package func leave() async { await bus.leave() }

    /// Whether the log has lost what was handed on, and so has another name: ``run(onCommit:)`` has
    /// ended then or ends, and the log has to be opened anew.
    ///
    /// Does not suspend.
    package var isRenamed: Bool { appender.isRenamed }

    /// A cursor as one of this log, which may have had other names.
    ///
    /// Does not suspend.
    ///
    /// - Returns: the position through which it holds, under the log's present name: its own, or an
    ///   earlier one where the log has lost what came after; `nil` for a cursor of another log.
    package func present(_ cursor: Cursor) -> Cursor? {
        if cursor.log == log { return cursor }
        guard let through = formerNames[cursor.log] else { return nil }
        return Cursor(log: log, position: min(cursor.position, through))
    }
}
