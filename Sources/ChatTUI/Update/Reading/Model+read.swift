import ChatProtocol

extension Model {
    /// The least time between two `markRead` of a room, in milliseconds.
    static let markInterval: Int64 = 1_000
    /// How long a message stands before someone who looks until it is read, in milliseconds.
    static let peekInterval: Int64 = 1_000

    /// Whether what comes into a room is read at once: it shows, at its newest, to someone who
    /// looks.
    ///
    /// - Parameter index: of a room.
    /// - Returns: `true` if it is.
    func isReading(_ index: Int) -> Bool {
        index == front && isFocused && overlay == nil && rooms[index].scroll == .newest
            && reading.target == nil
    }

    /// Whether the person has read what the server was not told of.
    ///
    /// - Parameter room: any room.
    /// - Returns: `true` if a `markRead` is due.
    func needsMark(_ room: Room) -> Bool {
        isConnected && (room.read ?? 0) > room.marked.seq
    }

    /// Counts anew what in a room is unread and names the person, from the events that are held.
    ///
    /// - Parameter index: of a room.
    mutating func countMentions(in index: Int) {
        guard rooms[index].unread > 0 else { return rooms[index].mentions = 0 }
        let timeline = rooms[index].timeline
        let unread = timeline.events[
            timeline.firstIndex(atOrAfter: (rooms[index].read ?? 0) + 1)...
        ]
        rooms[index].mentions = unread.count(where: namesPerson)
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
            room.read = max(room.read ?? 0, watch.seq)
            countMentions(in: front)
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
            rooms[index].marked = (read, now)
            effects.append(.markRead(rooms[index].name, seq: read))
        }
        return effects
    }
}
