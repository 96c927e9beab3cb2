import ChatProtocol

extension Model {
    /// Takes the terminal's new size.
    mutating func resize(to size: Size) -> [Effect] {
        self.size = Self.bounded(size)
        return loadWhatShows()
    }

    /// Notes whether the person looks.
    ///
    /// - Parameter isFocused: whether the terminal has the focus.
    /// - Returns: what is read now, if anything.
    mutating func focus(_ isFocused: Bool) -> [Effect] {
        // To look away with all read is to leave the room: its unread line has served.
        if !isFocused, isReading(front), room.unread == 0 { room.unreadLine = nil }
        self.isFocused = isFocused
        if isFocused, room.awaitsReturn {
            room.keptUnread = nil
            room.awaitsReturn = false
        }
        return markShown()
    }

    /// Takes the time.
    ///
    /// - Returns: read markers that waited, and questions for which it is time.
    mutating func tick(_ now: Timestamp) -> [Effect] {
        self.now = now
        expireChanges()
        for index in rooms.indices where !rooms[index].typing.isEmpty {
            rooms[index].typing = rooms[index].typing.filter { $0.value > now }
        }
        let question = viewerCheckDueAt.map { $0 <= now } == true ? checkViewer() : []
        return question + markShown() + askReceipts() + refreshHere()
    }

    /// Takes the stream's health.
    ///
    /// - Returns: read markers that waited for it.
    mutating func take(_ health: StreamHealth) -> [Effect] {
        self.health = health
        switch health {
        case .offline, .connecting:
            needsDirectory = true
            awaitsDirectory = false
            for index in rooms.indices {
                rooms[index].typing = [:]
                rooms[index].awaitsMembers = false
            }
            return []
        case .catchingUp, .live, .stale: return sendMarks()
        }
    }

    /// Shows a word for the person.
    mutating func show(notice: String) -> [Effect] {
        self.notice = notice
        return []
    }

    /// Whether requests can be answered now.
    var isConnected: Bool {
        switch health {
        case .catchingUp, .live, .stale: true
        case .connecting, .offline: false
        }
    }
}
