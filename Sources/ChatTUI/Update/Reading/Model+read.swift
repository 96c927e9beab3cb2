import ChatProtocol

extension Model {
    /// The least time between two `markRead` of a room, in milliseconds.
    static let markInterval: Int64 = 1_000
    /// How long a message stands before someone who looks until it is read, in milliseconds.
    static let peekInterval: Int64 = 1_000

    /// Whether what comes into a room is read at once: it shows, at its newest, to someone who
    /// looks.
    ///
    /// - Returns: `true` if it is.
    func isReading(_ index: Int) -> Bool {
        index == front && isFocused && overlay == nil && rooms[index].scroll == .newest
            && reading.target == nil && away == nil
    }

    /// Whether the person has read what the server was not told of, or others may see it from now
    /// on, or no longer.
    ///
    /// - Returns: `true` if a `markRead` is due.
    func needsMark(_ room: Room) -> Bool {
        guard isConnected, let read = room.read, read > 0 else { return false }
        if read > room.marked.seq { return true }
        let shows = showsReceipts(room)
        if let isShown = room.isMarkShown { return isShown != shows }
        // An earlier run may have told it to nobody.
        return shows && room.name == self.room.name && isReading(front)
    }

    /// Counts anew what is unread in a room: from the events that are held, and by the server's
    /// word where some are not.
    mutating func countUnread(in index: Int) {
        let room = rooms[index]
        rooms[index].unread = 0
        rooms[index].mentions = 0
        rooms[index].isUnreadMore = false
        guard let read = room.read, read < room.newest else { return }
        let reader = reader
        let counted = room.told.map { min($0.newest, room.newest) } ?? 0
        let isWhole = room.timeline.known.hole(after: read, before: counted + 1) == nil
        let told = isWhole ? nil : room.told?.left(after: read)
        // Of what the server counted, what is held is counted here, without who is ignored.
        var same = Room.ToldCount(read: read, newest: counted, unread: 0, mentions: 0)
        for event in room.timeline.events[room.timeline.firstIndex(atOrAfter: read + 1)...]
        where room.isNews(event, for: reader.ofAll) {
            if told != nil, event.seq <= counted {
                same.unread += 1
                same.mentions += reader.isNamed(in: event, of: room) ? 1 : 0
            }
            guard reader.isNews(event) else { continue }
            rooms[index].unread += 1
            rooms[index].mentions += namesPerson(event, in: room) ? 1 : 0
        }
        guard let told else { return }
        let unheld = room.unheldCount(
            after: read,
            ignored: reader.ignored,
            highlights: callings.highlights
        )
        rooms[index].unread += max(0, told.unread - same.unread - unheld.ignored)
        rooms[index].isUnreadMore = told.isMore
        let naming = max(0, told.mentions - same.mentions - unheld.ignoredNaming)
        rooms[index].mentions += Int(naming) + unheld.called
    }

    /// Notes that the room in front is read, as far as it stood on the screen, at its newest, for
    /// ``peekInterval``: to look into a room in passing reads nothing.
    ///
    /// - Returns: the read markers to send now.
    mutating func markShown() -> [Effect] {
        let last = room.timeline.last
        guard isReading(front), room.isUpToDate, last > 0, !room.isKeptUnread else {
            reading.watch = nil
            return sendMarks()
        }
        var watch = reading.watch ?? Reading.Watch(room: room.name, seq: last, since: now)
        let elapsed = now.milliseconds - watch.since.milliseconds
        // A clock that went back has no say in this.
        if watch.room != room.name || elapsed < 0 {
            watch = Reading.Watch(room: room.name, seq: last, since: now)
        } else if elapsed >= Self.peekInterval {
            guard watch.seq <= room.read ?? 0 || isViewed(since: watch.since) else {
                reading.watch = watch
                return checkViewer() + sendMarks()
            }
            room.read = max(room.read ?? 0, watch.seq)
            countUnread(in: front)
            if last > watch.seq { watch = Reading.Watch(room: room.name, seq: last, since: now) }
        }
        reading.watch = watch
        return sendMarks()
    }

    /// Sends the read markers that are due, each room's at most once in ``markInterval``.
    ///
    /// - Returns: `markRead` effects.
    mutating func sendMarks() -> [Effect] {
        var effects: [Effect] = []
        for index in rooms.indices where needsMark(rooms[index]) {
            let elapsed = rooms[index].marked.at.map { now.milliseconds - $0.milliseconds }
            // A clock that went back has no say in this.
            guard elapsed.map({ $0 < 0 || $0 >= Self.markInterval }) ?? true,
                let read = rooms[index].read
            else { continue }
            let seq = max(read, rooms[index].marked.seq)
            let isShown = showsReceipts(rooms[index])
            rooms[index].marked = (seq, now)
            rooms[index].isMarkShown = isShown
            effects.append(.markRead(rooms[index].name, seq: seq, isShown: isShown))
        }
        return effects
    }
}
