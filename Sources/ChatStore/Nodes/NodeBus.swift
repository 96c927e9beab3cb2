/// Carries notices between the servers of one log, in order for each of them, as long as nothing
/// fails: each comes once or not at all.
package protocol NodeBus: Sendable {
    /// This server, as it began.
    var node: Node { get }

    /// What the others send, never this server's own; for one reader.
    ///
    /// It begins with ``NodeNews/missed``, and has it again after each loss.
    var news: AsyncStream<NodeNews> { get }

    /// Sends a notice to all others, together with what else is sent within a tenth of a second.
    ///
    /// Does not suspend or block.
    ///
    /// - Parameter text: at most ``Notice/textLimit`` bytes.
    /// - Returns: false when it was dropped: it is too long, or too many wait.
    @discardableResult
    func send(_ topic: Notice.Topic, _ text: String) -> Bool

    /// The servers that write the log, this one among them.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: in order of their numbers; those that are away too, for some time.
    func nodes() async throws(StoreError) -> [Node]

    /// Takes this server from the others' list, where ``run()`` never began.
    ///
    /// Suspends until that is written, or cannot be.
    func leave() async

    /// Carries notices until it is closed.
    ///
    /// Suspends for as long.
    func run() async

    /// Takes no more notices, and lets ``run()`` end.
    func close()
}

extension NodeBus {
    /// Returns at once: nothing has to be done.
    package func run() async {}

    /// Does nothing: nobody else has a list.
    package func leave() async {}

    /// Does nothing.
    package func close() {}
}
