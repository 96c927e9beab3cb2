import ChatProtocol

extension Model {
    /// Goes to the first unread line.
    ///
    /// - Returns: what is loaded for it.
    mutating func showFirstUnread() -> [Effect] {
        guard let line = room.unreadLine else { return show(notice: "nothing is unread here") }
        return aim(at: line + 1, isAtTop: true)
    }

    /// Keeps the room in front unread from a message on, until one comes back to it.
    ///
    /// On the server what was read never becomes unread, so this is this client's alone.
    mutating func markUnread(from seq: Int64) -> [Effect] {
        guard Timeline.seqs.contains(seq), seq <= room.newest else { return [] }
        room.read = seq - 1
        room.unreadLine = seq - 1
        room.keptUnread = UnreadMark(from: seq, read: room.marked.seq)
        room.awaitsReturn = false
        reading.watch = nil
        countUnread(in: front)
        return show(notice: "unread from there, in this client, until you come back to the room")
    }

    /// Goes to the next or previous message of the room that names the person.
    ///
    /// - Parameter back: whether to an older one.
    /// - Returns: what is loaded around it.
    mutating func showMention(back: Bool) -> [Effect] {
        let events = room.timeline.events
        guard !events.isEmpty else { return show(notice: "no message names you here") }
        let here = reading.spot.flatMap { room.timeline.index(of: $0) }
        let found: Int?
        if back {
            let start = here ?? Pane(self).bottom.item + 1
            found = events[..<min(max(start, 0), events.count)].lastIndex {
                namesPerson($0, in: room)
            }
        } else {
            let start = here.map { $0 + 1 } ?? Pane(self).window().items.lowerBound
            found = events[min(start, events.count)...].firstIndex { namesPerson($0, in: room) }
        }
        guard let found else {
            let more = room.timeline.reachesStart ? "" : " in what is loaded"
            return show(notice: back ? "no older message names you\(more)" : "no newer one does")
        }
        if here == nil { reading.remember(place) }
        return spotlight(events[found].seq)
    }

    /// Whether an event is a message of another that names the person as it reads now.
    ///
    /// - Returns: `true` if it is.
    func namesPerson(_ event: DurableEvent, in room: Room) -> Bool {
        room.currentText(of: event).map { calls($0, by: event.user) } ?? false
    }
}
