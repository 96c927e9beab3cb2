import ChatProtocol

extension Model {
    /// Goes to the first unread line.
    ///
    /// - Returns: what is loaded for it.
    mutating func showFirstUnread() -> [Effect] {
        guard let line = room.unreadLine else { return show(notice: "nothing is unread here") }
        return aim(at: line + 1, isAtTop: true)
    }

    /// Takes it that the room in front is unread from a message on, until one comes back to it.
    ///
    /// On the server what was read never becomes unread, so this is this client's alone.
    ///
    /// - Parameter seq: of the message.
    /// - Returns: nothing to do.
    mutating func markUnread(from seq: Int64) -> [Effect] {
        guard Timeline.seqs.contains(seq), seq <= room.newest else { return [] }
        room.read = seq - 1
        room.unreadLine = seq - 1
        room.isKeptUnread = true
        reading.watch = nil
        countMentions(in: front)
        return show(notice: "unread from there, in this client, until you come back to the room")
    }

    /// Goes to the next room with a mention, else a direct one with something unread, else any with
    /// something unread; when all was seen, back to where that began, to the row.
    ///
    /// - Returns: as ``show(_:keepingJumps:)``.
    mutating func showNextUnread() -> [Effect] {
        if isOneOfSeveral { return [.beyond(.nextUnread)] }
        var tour = reading.tour ?? Reading.Tour(origin: place)
        tour.visited[room.name] = room.newest
        // To look into a room does not make it read: each is gone to once, until more comes.
        let others = (1..<max(1, rooms.count)).map { (front + $0) % rooms.count }.filter {
            isWaiting(rooms[$0]) && rooms[$0].newest > tour.visited[rooms[$0].name] ?? 0
        }
        let found =
            others.first { rooms[$0].mentions > 0 } ?? others.first { rooms[$0].isDirect }
            ?? others.first
        if let found {
            let effects = show(found, keepingJumps: true)
            reading.tour = tour
            return effects
        }
        guard reading.tour != nil else { return show(notice: "nothing is unread") }
        reading.tour = nil
        return go(to: tour.origin)
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
            found = events[..<min(max(start, 0), events.count)].lastIndex(where: namesPerson)
        } else {
            let start = here.map { $0 + 1 } ?? Pane(self).window().items.lowerBound
            found = events[min(start, events.count)...].firstIndex(where: namesPerson)
        }
        guard let found else {
            let more = room.timeline.reachesStart ? "" : " in what is loaded"
            return show(notice: back ? "no older message names you\(more)" : "no newer one does")
        }
        if here == nil { reading.remember(place) }
        return spotlight(events[found].seq)
    }

    /// Whether an event is a message of another that names the person.
    ///
    /// - Parameter event: of any room.
    /// - Returns: `true` if it is.
    func namesPerson(_ event: DurableEvent) -> Bool {
        guard case .message(let message) = event.content else { return false }
        return calls(message.text, by: event.user)
    }
}
