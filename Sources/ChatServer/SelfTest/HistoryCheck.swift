/// Whether a history keeps what the server promises.
///
/// Pure.
package struct HistoryCheck {
    /// Faults of a rule that are told one by one; further ones are counted.
    private static let toldFaults = 3

    /// A promise, and where it was broken.
    package struct Finding: Hashable, Sendable {
        package let rule: String
        /// What the rule says, in words.
        package let words: String
        /// What breaks it; none where it holds.
        package let faults: [String]
    }

    private let history: TestHistory
    /// The log by room, each in its order.
    private let rooms: [String: [TestHistory.Said]]

    /// Takes a history.
    ///
    /// - Parameter history: of one log.
    package init(_ history: TestHistory) {
        self.history = history
        rooms = Dictionary(grouping: history.log, by: \.room)
    }

    /// Judges each promise.
    ///
    /// - Returns: one finding for each, in order.
    package func findings() -> [Finding] {
        [
            finding("durable", "what was acknowledged is in the log, at its number", durable()),
            finding("numbers", "each room counts 1, 2, 3 … without a hole", numbers()),
            finding("once", "each message is there once, and nothing that nobody said", once()),
            finding("readers", "each reader heard all of it, once, in order", readers()),
            finding("exports", "the formats tell the same", exports()),
        ]
    }

    private func finding(_ rule: String, _ words: String, _ faults: [String]) -> Finding {
        let further = faults.count - Self.toldFaults
        let told = faults.prefix(Self.toldFaults) + (further > 0 ? ["and \(further) more"] : [])
        return Finding(rule: rule, words: words, faults: Array(told))
    }

    // MARK: - The rules

    private func durable() -> [String] {
        let log = Set(history.log)
        return history.acknowledged.filter { !log.contains($0) }
            .map { "lost, though acknowledged: \(Self.shown($0))" }
    }

    private func numbers() -> [String] {
        rooms.sorted { $0.key < $1.key }.flatMap { room, said in
            zip(said, 1...).filter { $0.seq != $1 }
                .map { "\(room): \($0.seq) stands where \($1) should" }
        }
    }

    private func once() -> [String] {
        var seen: Set<String> = []
        return history.log.compactMap { said in
            if !history.posted.contains(said.text) { return "nobody said \(Self.shown(said))" }
            return seen.insert(said.text).inserted ? nil : "twice: \(Self.shown(said))"
        }
    }

    private func readers() -> [String] {
        history.heard.sorted { $0.key < $1.key }.flatMap { reader, heard in
            Dictionary(grouping: heard, by: \.room).sorted { $0.key < $1.key }
                .compactMap { room, heard in
                    fault(of: heard, in: room).map { "reader \(reader): \($0)" }
                }
        }
    }

    /// The first thing that is wrong with what a reader heard of a room.
    private func fault(of heard: [TestHistory.Said], in room: String) -> String? {
        let said = rooms[room] ?? []
        for (index, one) in heard.enumerated() {
            guard index < said.count else { return "heard beyond the log: \(Self.shown(one))" }
            guard one != said[index] else { continue }
            return "heard \(Self.shown(one)) where \(Self.shown(said[index])) was said"
        }
        guard heard.count < said.count else { return nil }
        return "did not hear \(Self.shown(said[heard.count])) and what follows"
    }

    private func exports() -> [String] {
        history.exports.sorted { $0.key < $1.key }.filter { $0.value != history.log }
            .map { "\($0.key) tells \($0.value.count) messages otherwise" }
    }

    private static func shown(_ said: TestHistory.Said) -> String {
        "\(said.room) \(said.seq) “\(said.text.prefix(40))”"
    }
}
