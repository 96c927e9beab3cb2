/// What is derived from the log: messages as they are now, and what is unread.
extension HistoryCheck {
    private typealias Shown = TestHistory.Shown

    /// Compares the pages of messages with what the events make.
    ///
    /// - Returns: what differs.
    func pages() -> [String] {
        history.pages.sorted { $0.key < $1.key }.flatMap { room, page -> [String] in
            let made = Self.messages(of: rooms[room] ?? [])
            return Set(made.keys).union(page.keys).sorted().compactMap { seq in
                guard page[seq] != made[seq] else { return nil }
                let words = [page[seq], made[seq]].map { $0.map { "\($0)" } ?? "nothing" }
                return "\(room) \(seq): \(words[0]) is shown, and the events make \(words[1])"
            }
        }
    }

    /// Folds a room's events into its messages.
    private static func messages(of entries: [TestHistory.Entry]) -> [Int64: Shown] {
        var shown: [Int64: Shown] = [:]
        var reacted: [Int64: [String: Set<String>]] = [:]
        for entry in entries {
            let user = entry.deed.user
            switch entry.deed.act {
            case .say(let text): shown[entry.seq] = Shown(user: user, text: text)
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
    /// - Returns: what differs from what the server tells.
    func unread() -> [String] {
        let messages = rooms.mapValues(Self.messages)
        return history.unread.flatMap { told -> [String] in
            let count = (messages[told.room] ?? [:]).reduce(Int64(0)) { count, message in
                let (seq, shown) = message
                let isCounted = seq > told.read && !shown.isDeleted && shown.user != told.user
                return isCounted ? count + 1 : count
            }
            return Self.faults(of: told, recounted: count)
        }
    }

    private static func faults(of told: TestHistory.Unread, recounted: Int64) -> [String] {
        var faults: [String] = []
        if told.read != told.marked {
            faults.append("read to \(told.read), and \(told.marked) was acknowledged")
        }
        let isRight = told.hasMore ? told.count <= recounted : told.count == recounted
        if !isRight { faults.append("\(told.count) unread, and a recount gives \(recounted)") }
        return faults.map { "\(told.user) in \(told.room): \($0)" }
    }
}
