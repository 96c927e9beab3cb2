/// Whether a history keeps what the server promises.
///
/// A promise of which nothing was seen is not kept: what must have been seen is in
/// ``TestHistory/expected``. Pure.
package struct HistoryCheck {
    /// Faults of a rule that are told one by one; further ones are counted.
    private static let toldFaults = 3

    /// What was looked at for a promise, and what was wrong with it.
    typealias Look = (count: Int, faults: [String])

    /// A promise, and where it was broken.
    package struct Finding: Hashable, Sendable {
        package let rule: String
        /// What the rule says, in words.
        package let words: String
        /// How much was looked at.
        package let count: Int
        /// What breaks it; none where it holds.
        package let faults: [String]
    }

    let history: TestHistory
    /// The log by room, each in its order.
    var rooms: [String: [TestHistory.Entry]] { history.log }
    /// The messages of each room that were deleted.
    private let deleted: [String: Set<Int64>]

    /// Takes a history.
    package init(_ history: TestHistory) {
        self.history = history
        deleted = history.log.mapValues { entries in
            Set(
                entries.compactMap { entry in
                    if case .delete(let target) = entry.deed.act { target } else { nil }
                }
            )
        }
    }

    /// Judges each promise.
    ///
    /// - Returns: one finding for each, in order.
    package func findings() -> [Finding] {
        [
            finding("durable", "what was acknowledged is in the log, at its number", durable()),
            finding("numbers", "each room counts 1, 2, 3 … without a hole", numbers()),
            finding("once", "each act is there once, and none that nobody did", once()),
            finding("readers", "each reader heard all of it, once, in order", readers()),
            finding("text", "so did the readers of text", textReaders()),
            finding("exports", "the formats tell the same", exports()),
            finding("pages", "the messages as they are now are what the events make", pages()),
            finding("unread", "what is unread is what a recount gives", unread()),
        ]
    }

    private func finding(_ rule: String, _ words: String, _ look: Look) -> Finding {
        // Whatever a rule goes through: there was none of it.
        let faults = (look.count > 0 ? [] : ["nothing was seen of it"]) + look.faults
        let further = faults.count - Self.toldFaults
        let told = faults.prefix(Self.toldFaults) + (further > 0 ? ["and \(further) more"] : [])
        return Finding(rule: rule, words: words, count: look.count, faults: Array(told))
    }

    // MARK: - Entries

    /// An entry as it is told once its message was deleted; the same if it was not.
    func redacted(_ entry: TestHistory.Entry) -> TestHistory.Entry {
        let deed = entry.deed
        let message: Int64 = if case .edit(let target, _) = deed.act { target } else { entry.seq }
        guard deleted[entry.room]?.contains(message) ?? false else { return entry }
        return TestHistory.Entry(
            seq: entry.seq,
            deed: TestHistory.Deed(room: deed.room, user: deed.user, act: deed.act.redacted)
        )
    }

    static func shown(_ entry: TestHistory.Entry) -> String {
        "\(entry.room) \(entry.seq) \("\(entry.deed.act)".prefix(60))"
    }
}
