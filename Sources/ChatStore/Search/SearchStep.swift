import ChatProtocol

/// What an event changes in the index.
struct SearchStep: Sendable {
    /// The position of the message; of the event where it is none.
    var position: Int64
    /// The number of the room.
    var room: Int64
    /// Who said it.
    var user: MemberName
    var change: Change
    /// When the message of an `add` happened, if it was logged later.
    var importedAt: Timestamp?

    /// What is to be done with the message's words; and whether its room is private now, where that
    /// decides to which list it belongs.
    enum Change: Sendable {
        case add(String, isPrivate: Bool)
        /// No message: the room was made public or private.
        case turn(isPrivate: Bool)
        /// `said` is the message's first text: what the index holds, unless it was changed before.
        case replace(said: String, by: String)
        case remove(said: String)
    }

    /// The word by which the messages of a room are found among those of public rooms.
    static func tag(ofRoom room: Int64) -> String { "r\(room)" }

    /// What each ``tag(of:)`` begins with.
    static let authorMark = "u"

    /// The word by which a member's messages are found.
    ///
    /// - Returns: letters and digits: a name may have others, which part words.
    static func tag(of member: MemberName) -> String {
        authorMark
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
    func searchSteps(
        after position: Int64,
        limit: Int
    ) throws -> (steps: [SearchStep], through: Int64) {
        guard let log = LogName("search") else { return ([], position) }
        var reader = EventReader(log: log)
        let values: [SQLValue] = [.integer(position), .integer(Int64(limit))]
        let events = try rows(Statements.nextSearched, values) { row in
            (
                event: try reader.event(from: row), room: try row.integer(EventRow.width),
                isImported: try row.optionalInteger(EventRow.width + 1) != nil,
                isPrivate: try row.optionalText(EventRow.width + 2) != Visibility.public.rawValue
            )
        }
        let steps = try events.compactMap { entry in
            let (event, room) = (entry.event, entry.room)
            var step = try searchStep(for: event, room: room, isPrivate: entry.isPrivate)
            if entry.isImported { step?.importedAt = event.at }
            return step
        }
        return (steps, events.last?.event.cursor?.position ?? position)
    }

    private func searchStep(
        for event: DurableEvent,
        room: Int64,
        isPrivate: Bool
    ) throws -> SearchStep? {
        guard let position = event.cursor?.position else { return nil }
        let change: SearchStep.Change
        switch event.content {
        case .message(let message): change = .add(message.text, isPrivate: isPrivate)
        case .room(let rules) where rules.visibility != nil: change = .turn(isPrivate: isPrivate)
        default: return try amendingStep(for: event, room: room)
        }
        return SearchStep(position: position, room: room, user: event.user, change: change)
    }

    private func amendingStep(for event: DurableEvent, room: Int64) throws -> SearchStep? {
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
        let change: SearchStep.Change
        switch event.content {
        case .edit(_, let text): change = .replace(said: said.text, by: text)
        case .delete: change = .remove(said: said.text)
        default: return nil
        }
        return SearchStep(position: position, room: room, user: said.user, change: change)
    }
}
