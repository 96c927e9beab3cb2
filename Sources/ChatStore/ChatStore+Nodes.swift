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
    /// - Throws: what the database said.
    package func nodes() async throws(StoreError) -> [Node] { try await bus.nodes() }
}
