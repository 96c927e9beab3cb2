import ChatProtocol

/// What an event changes in the index.
struct SearchStep: Sendable {
    /// The position of the message.
    var position: Int64
    /// The room and the author, as words of the index.
    var tags: String
    var change: Change
    /// When the message of an `add` happened, if it was logged later.
    var importedAt: Timestamp?

    /// What is to be done with the message's words.
    enum Change: Sendable {
        case add(String)
        /// `said` is the message's first text: what the index holds, unless it was changed before.
        case replace(said: String, by: String)
        case remove(said: String)
    }

    /// The word by which the messages of a room are found.
    ///
    /// - Parameter room: its number.
    /// - Returns: letters and digits.
    static func tag(ofRoom room: Int64) -> String { "r\(room)" }

    /// The word by which a member's messages are found.
    ///
    /// - Parameter member: whose.
    /// - Returns: letters and digits: a name may have others, which part words.
    static func tag(of member: MemberName) -> String {
        "u"
            + member.folded.utf8.map { byte in
                let digits = String(byte, radix: 16)
                return digits.count == 1 ? "0" + digits : digits
            }.joined()
    }
}

extension SQLSession {
    /// What the next events of the log change in the index.
    ///
    /// - Parameters:
    ///   - position: the position after which they begin.
    ///   - limit: how many events, 1 or more.
    /// - Returns: the steps, and the position of the last event; `position` when there is none.
    /// - Throws: what the database said.
    func searchSteps(
        after position: Int64,
        limit: Int
    ) throws -> (steps: [SearchStep], through: Int64) {
        guard let log = LogName("search") else { return ([], position) }
        var reader = EventReader(log: log)
        let values: [SQLValue] = [.integer(position), .integer(Int64(limit))]
        let events = try rows(Statements.nextEvents, values) { row in
            (
                event: try reader.event(from: row), room: try row.integer(EventRow.width),
                isImported: try row.optionalInteger(EventRow.width + 1) != nil
            )
        }
        let steps = try events.compactMap { entry in
            var step = try searchStep(for: entry.event, room: entry.room)
            if entry.isImported { step?.importedAt = entry.event.at }
            return step
        }
        return (steps, events.last?.event.cursor?.position ?? position)
    }

    private func searchStep(for event: DurableEvent, room: Int64) throws -> SearchStep? {
        if case .message(let message) = event.content, let position = event.cursor?.position {
            let tags = tags(room, event.user)
            return SearchStep(position: position, tags: tags, change: .add(message.text))
        }
        guard let target = event.content.target,
            let position = try messagePosition(of: target, in: room),
            let said = try row(
                Statements.saidAt,
                [.integer(position)],
                { row in
                    (user: try MemberName(stored: row.text(0)), text: try row.text(1))
                }
            )
        else { return nil }
        let tags = tags(room, said.user)
        switch event.content {
        case .edit(_, let text):
            let change = SearchStep.Change.replace(said: said.text, by: text)
            return SearchStep(position: position, tags: tags, change: change)
        case .delete:
            return SearchStep(position: position, tags: tags, change: .remove(said: said.text))
        default: return nil
        }
    }

    private func tags(_ room: Int64, _ user: MemberName) -> String {
        SearchStep.tag(ofRoom: room) + " " + SearchStep.tag(of: user)
    }
}
