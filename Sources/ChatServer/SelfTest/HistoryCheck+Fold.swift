/// What is derived from the log: messages as they are now, and what is unread.
extension HistoryCheck {
    private typealias Shown = TestHistory.Shown

    /// The most messages of a room that are counted as unread.
    private static let mostUnread: Int64 = 1000

    /// Compares the pages of messages with what the events make.
    func pages() -> Look {
        let faults = Set(rooms.keys).union(history.pages.keys).sorted()
            .flatMap { self.faults(ofPagesOf: $0) }
        return (history.pages.values.reduce(0) { $0 + $1.count }, faults)
    }

    private func faults(ofPagesOf room: String) -> [String] {
        let page = history.pages[room] ?? []
        let order = zip(page, page.dropFirst()).filter { $0.seq >= $1.seq }
            .map { "\(room): \($1.seq) is shown after \($0.seq)" }
        let shown = Dictionary(page.map { ($0.seq, $0) }) { $1 }
        let made = Self.messages(of: rooms[room] ?? [])
        let others = Set(made.keys).union(shown.keys).sorted().compactMap { seq -> String? in
            guard shown[seq] != made[seq] else { return nil }
            let words = [shown[seq], made[seq]].map { $0.map { "\($0)" } ?? "nothing" }
            return "\(room) \(seq): \(words[0]) is shown, and the events make \(words[1])"
        }
        return order + others
    }

    /// Folds a room's events into its messages.
    private static func messages(of entries: [TestHistory.Entry]) -> [Int64: Shown] {
        var shown: [Int64: Shown] = [:]
        var reacted: [Int64: [String: Set<String>]] = [:]
        for entry in entries {
            let user = entry.deed.user
            switch entry.deed.act {
            case .say(let text):
                shown[entry.seq] = Shown(seq: entry.seq, user: user, text: text)
            case .edit(let target, let text):
                shown[target]?.text = text
                shown[target]?.isEdited = true
            case .delete(let target):
                // Nothing else is told of a message that is gone.
                shown[target]?.text = ""
                shown[target]?.isEdited = false
                shown[target]?.isDeleted = true
                reacted[target] = nil
            case .react(let target, let emoji, let isOn):
                if isOn {
                    reacted[target, default: [:]][emoji, default: []].insert(user)
                } else {
                    reacted[target]?[emoji]?.remove(user)
                }
            }
        }
        for (seq, emoji) in reacted {
            shown[seq]?.reactions = emoji.filter { !$0.value.isEmpty }
                .mapValues { Int64($0.count) }
        }
        return shown
    }

    /// Counts what is unread anew.
    ///
    /// - Returns: what differs from what the server tells, and whom it tells nothing.
    func unread() -> Look {
        let messages = rooms.filter { !$0.value.isEmpty }.mapValues(Self.messages)
        let told = Dictionary(grouping: history.unread, by: \.user)
        var faults: [String] = []
        for user in history.expected.users.union(told.keys).sorted() {
            let rows = Dictionary(grouping: told[user] ?? [], by: \.room)
            for room in Set(messages.keys).union(rows.keys).sorted() {
                let told = rows[room] ?? []
                if told.count != 1 {
                    faults.append("\(user) in \(room): told of \(told.count) times")
                }
                faults += told.flatMap { self.faults(of: $0, messages[room] ?? [:]) }
            }
        }
        if !history.unread.contains(where: { $0.marked > 0 }) {
            faults.append("no read mark was acknowledged")
        }
        return (history.unread.count, faults)
    }

    private func faults(of told: TestHistory.Unread, _ messages: [Int64: Shown]) -> [String] {
        var faults: [String] = []
        if told.read != told.marked {
            faults.append("read to \(told.read), and \(told.marked) was acknowledged")
        }
        let newest = rooms[told.room]?.last?.seq ?? 0
        var (all, looked): (Int64, Int64) = (0, 0)
        for (seq, shown) in messages
        where !shown.isDeleted && shown.user != told.user && seq > told.read {
            all += 1
            // What it did not look at may be missing; nothing else.
            if seq > newest - told.looked { looked += 1 }
        }
        let least = told.hasMore ? min(looked, Self.mostUnread) : all
        if told.count < least || told.count > min(all, Self.mostUnread) {
            let more = told.hasMore ? " and perhaps more" : ""
            faults.append("\(told.count)\(more) unread, and a recount gives \(all)")
        }
        return faults.map { "\(told.user) in \(told.room): \($0)" }
    }
}
