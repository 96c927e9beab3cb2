import ChatProtocol

/// Counting what is unread and not held as the person wants it counted.
extension Model {
    /// Rooms of which such messages are asked for.
    private static let unheldRooms = 20

    /// Asks for the messages of all rooms that the server counts otherwise than the person would.
    mutating func askUnheld() -> [Effect] { rooms.indices.flatMap { askUnheld(in: $0) } }

    /// Asks for the messages of a room that the server counts otherwise than the person would, once
    /// its newest page is held.
    ///
    /// - Returns: the question; nothing where all is held, or was asked for.
    mutating func askUnheld(in index: Int) -> [Effect] {
        let room = rooms[index]
        guard let told = room.told, told.unread > 0, let read = room.read, read >= told.read,
            room.loading == nil, !room.timeline.events.isEmpty, !room.isLost,
            room.timeline.known.hole(after: read, before: told.newest + 1) != nil
        else { return [] }
        let question = UnheldMessages(
            after: told.read,
            through: told.newest,
            words: Array(Set(callings.highlights).sorted().prefix(UnheldMessages.limit)),
            members: Array(writing.preferences.ignored.sorted().prefix(UnheldMessages.limit))
        )
        let asked = rooms.count { $0.unheldAsked != nil }
        guard !question.isEmpty, question != room.unheldAsked,
            room.unheldAsked != nil || asked < Self.unheldRooms
        else { return [] }
        rooms[index].unheldAsked = question
        return [.loadUnheld(room.name, question)]
    }

    /// Takes the messages that were asked for.
    ///
    /// - Parameters:
    ///   - messages: as they read now, in any order; `nil` if they did not come, and are asked for
    ///     with the next page.
    mutating func take(
        _ messages: [DurableEvent]?,
        asked question: UnheldMessages,
        in name: RoomName
    ) -> [Effect] {
        guard let index = index(of: name), rooms[index].unheldAsked == question else { return [] }
        guard let messages else {
            rooms[index].unheldAsked = nil
            return []
        }
        var unheld: [Int64: UnheldMessages.Found] = [:]
        for event in messages where event.seq > question.after && event.seq <= question.through {
            unheld[event.seq] = counted(event)
        }
        rooms[index].unheld = unheld
        countUnread(in: index)
        return []
    }

    /// What of a message is counted; nothing of one that was taken back, or is the person's own.
    private func counted(_ event: DurableEvent) -> UnheldMessages.Found? {
        guard case .message(let message) = event.content, event.user != name,
            message.state?.isDeleted != true
        else { return nil }
        return counted(message.text, by: event.user)
    }

    /// What of a text is counted.
    ///
    /// - Returns: who is named and called by it.
    func counted(_ text: String, by user: MemberName) -> UnheldMessages.Found {
        UnheldMessages.Found(
            user: user,
            isNamed: Mention(of: name).isIn(text),
            words: Set(callings.highlights.filter { Mention(of: $0).isIn(text) })
        )
    }
}
