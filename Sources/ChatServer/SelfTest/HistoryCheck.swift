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

    let history: TestHistory
    /// The log by room, each in its order.
    let rooms: [String: [TestHistory.Entry]]
    /// The messages of each room that were deleted.
    private let deleted: [String: Set<Int64>]

    /// Takes a history.
    ///
    /// - Parameter history: of one log.
    package init(_ history: TestHistory) {
        self.history = history
        rooms = Dictionary(grouping: history.log, by: \.room)
        deleted = rooms.mapValues { entries in
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

    private func finding(_ rule: String, _ words: String, _ faults: [String]) -> Finding {
        let further = faults.count - Self.toldFaults
        let told = faults.prefix(Self.toldFaults) + (further > 0 ? ["and \(further) more"] : [])
        return Finding(rule: rule, words: words, faults: Array(told))
    }

    // MARK: - The log

    private func durable() -> [String] {
        let log = Set(history.log)
        let deeds = Set(history.log.map(\.deed))
        return history.acknowledged.filter { !log.contains($0) }
            .map { "lost, though acknowledged: \(Self.shown($0))" }
            + history.changed.filter { !deeds.contains($0) }
            .map { "lost, though acknowledged: \($0.room) \($0.act)" }
    }

    private func numbers() -> [String] {
        rooms.sorted { $0.key < $1.key }.flatMap { room, entries in
            zip(entries, 1...).filter { $0.seq != $1 }
                .map { "\(room): \($0.seq) stands where \($1) should" }
        }
    }

    private func once() -> [String] {
        var seen: Set<TestHistory.Deed> = []
        return history.log.compactMap { entry in
            if !history.asked.contains(entry.deed) { return "nobody did \(Self.shown(entry))" }
            return seen.insert(entry.deed).inserted ? nil : "twice: \(Self.shown(entry))"
        }
    }

    private func exports() -> [String] {
        history.exports.sorted { $0.key < $1.key }.filter { $0.value != history.log }
            .map { "\($0.key) tells \($0.value.count) events otherwise" }
    }

    // MARK: - Who heard it

    private func readers() -> [String] {
        history.heard.sorted { $0.key < $1.key }.flatMap { reader, heard in
            Dictionary(grouping: heard, by: \.room).sorted { $0.key < $1.key }
                .compactMap { room, heard in
                    fault(of: heard, in: room).map { "reader \(reader): \($0)" }
                }
        }
    }

    /// The first thing that is wrong with what a reader heard of a room.
    private func fault(of heard: [TestHistory.Entry], in room: String) -> String? {
        let log = rooms[room] ?? []
        for (index, entry) in heard.enumerated() {
            guard index < log.count else { return "heard beyond the log: \(Self.shown(entry))" }
            guard entry != log[index], entry != redacted(log[index]) else { continue }
            return "heard \(Self.shown(entry)) where \(Self.shown(log[index])) was done"
        }
        guard heard.count < log.count else { return nil }
        return "did not hear \(Self.shown(log[heard.count])) and what follows"
    }

    /// An entry as it is told once its message was deleted; the same if it was not.
    private func redacted(_ entry: TestHistory.Entry) -> TestHistory.Entry {
        let deed = entry.deed
        let message: Int64 = if case .edit(let target, _) = deed.act { target } else { entry.seq }
        guard deleted[entry.room]?.contains(message) ?? false else { return entry }
        return TestHistory.Entry(
            seq: entry.seq,
            deed: TestHistory.Deed(room: deed.room, user: deed.user, act: deed.act.redacted)
        )
    }

    private func textReaders() -> [String] {
        history.lines.sorted { $0.key < $1.key }.flatMap { reader, rooms in
            rooms.sorted { $0.key < $1.key }.compactMap { room, lines in
                fault(of: lines, in: room).map { "reader \(reader): \($0)" }
            }
        }
    }

    private func fault(of lines: [String], in room: String) -> String? {
        let log = (rooms[room] ?? []).filter { $0.deed.act.text != nil }
        for (line, entry) in zip(lines, log) {
            let told = [entry.deed.act.text, redacted(entry).deed.act.text]
            guard !told.contains(line) else { continue }
            return "\(room): heard “\(line.prefix(40))” where \(Self.shown(entry)) was done"
        }
        guard lines.count != log.count else { return nil }
        return "\(room): heard \(lines.count) messages of \(log.count)"
    }

    static func shown(_ entry: TestHistory.Entry) -> String {
        "\(entry.room) \(entry.seq) \("\(entry.deed.act)".prefix(60))"
    }
}
