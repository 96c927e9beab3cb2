import ChatProtocol

extension Model {
    /// Rooms whose unread messages are loaded for the list at once.
    private static let loadedAtOnce = 20
    /// Messages of one section of the list.
    private static let sectionLimit = 100
    /// Over what names the person.
    static let mentionSection = "Names you"
    /// Over what was said to the person alone.
    static let directSection = "To you alone"
    /// Over the other rooms.
    static let unreadSection = "Unread"

    /// Opens the list of what is unread in all rooms.
    ///
    /// - Returns: loads for rooms whose oldest unread message is not held.
    mutating func catchUp() -> [Effect] {
        open(.catchUp) + loadUnread() + [.workspace(.loadUnread)]
    }

    /// Loads what is unread and not held.
    ///
    /// - Returns: loads for rooms whose oldest unread message is not held.
    mutating func loadUnread() -> [Effect] {
        var effects: [Effect] = []
        for index in rooms.indices where rooms[index].unread > 0 {
            guard effects.count < Self.loadedAtOnce, isConnected else { break }
            let read = rooms[index].read ?? 0
            if rooms[index].timeline.known.contains(read + 1) { continue }
            effects += load(index, .after(read))
        }
        return effects
    }

    /// What is unread in all rooms: what names the person, what was said to them alone, then a row
    /// for each other room, which leads to its oldest unread message.
    var unreadChoices: [Chooser.Choice] {
        var mentions: [Chooser.Choice] = []
        var direct: [Chooser.Choice] = []
        var others: [Chooser.Choice] = []
        for room in rooms where isWaiting(room) {
            let start = room.timeline.firstIndex(atOrAfter: (room.read ?? 0) + 1)
            let reader = reader
            let unread = room.timeline.events[start...].filter { room.isNews($0, for: reader) }
            let naming = unread.filter { namesPerson($0, in: room) }
            mentions += naming.prefix(Self.sectionLimit).map { choice($0, Self.mentionSection) }
            if room.isDirect {
                let said = unread.lazy.filter { !namesPerson($0, in: room) }
                direct += said.prefix(Self.sectionLimit).map { choice($0, Self.directSection) }
            } else {
                others.append(summary(of: room, first: unread.first))
            }
        }
        return Array(mentions.prefix(Self.sectionLimit)) + direct + others
    }

    private func choice(_ event: DurableEvent, _ section: String) -> Chooser.Choice {
        Chooser.Choice(
            section: section,
            text: .message(event),
            goal: .message(event.room, seq: event.seq)
        )
    }

    private func summary(of room: Room, first: DurableEvent?) -> Chooser.Choice {
        var words = "\(room.unreadText) new"
        if let first, case .message(let message) = first.content {
            let text = room.timeline.appliedChanges[first.seq]?.text ?? message.text
            words += " \(Glyph.dot) \(first.user): \(text)"
        }
        return Chooser.Choice(
            section: Self.unreadSection,
            text: .room(room.name, words),
            goal: .message(room.name, seq: (room.read ?? 0) + 1)
        )
    }
}
