/// What was said to a server and heard from it while it was tried hard: facts alone, which
/// ``HistoryCheck`` judges.
package struct TestHistory: Hashable, Sendable {
    /// A message with its place.
    package struct Said: Hashable, Sendable {
        package let room: String
        package let seq: Int64
        /// Unique among all that are posted.
        package let text: String

        /// Makes one.
        ///
        /// - Parameters:
        ///   - room: its name.
        ///   - seq: its number there.
        ///   - text: what was said.
        package init(room: String, seq: Int64, text: String) {
            self.room = room
            self.seq = seq
            self.text = text
        }
    }

    /// The texts that were posted, acknowledged or not.
    package var posted: Set<String> = []
    /// What the server said is durable, once for each acknowledgement.
    package var acknowledged: [Said] = []
    /// What each reader heard, in order, over all of its connections.
    package var heard: [String: [Said]] = [:]
    /// The whole log at the end, room by room, as the first format exports it.
    package var log: [Said] = []
    /// The same in the other formats, by the format's name.
    package var exports: [String: [Said]] = [:]

    /// Begins with nothing.
    package init() {}
}
