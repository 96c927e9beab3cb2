import ChatProtocol

extension Model {
    /// The least time between two `markRead` of a room, in milliseconds.
    static let markInterval: Int64 = 1_000

    /// Whether what comes into a room is read at once: it shows, at its newest, to someone who
    /// looks.
    ///
    /// - Parameter index: of a room.
    /// - Returns: `true` if it is.
    func isReading(_ index: Int) -> Bool {
        index == front && isFocused && overlay == nil && rooms[index].scroll == .newest
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
        let timeline = rooms[index].timeline
        let unread = timeline.events[
            timeline.firstIndex(atOrAfter: (rooms[index].read ?? 0) + 1)...
        ]
        rooms[index].mentions = unread.count { event in
            guard case .message(let message) = event.content, event.user != name else {
                return false
            }
            return isCalled(by: message.text)
        }
    }

    /// Notes that the room in front is read, if its newest event is on the screen.
    ///
    /// - Returns: the read markers to send now.
    mutating func markShown() -> [Effect] {
        guard isReading(front), room.isUpToDate, room.timeline.last > 0 else { return [] }
        let last = room.timeline.last
        if last > (room.read ?? 0) { room.read = last }
        room.mentions = 0
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
