package import ChatProtocol

extension Room {
    /// Whether it is a talk with a name that no account has, by the server's word.
    var isTalkWithNobody: Bool { isDirect && isLost && isUnknown }
}

/// What the person wants and where they were, as it outlives the run.
extension Model {
    /// What is muted, ignored and looked out for.
    package var preferences: Preferences {
        get { writing.preferences }
        set { writing.preferences = newValue }
    }

    /// The same with the rooms that the person called unread, and those of which all is news: what
    /// the next start has again.
    package var keptPreferences: Preferences {
        var kept = writing.preferences
        for room in rooms where room.isKeptUnread { kept.unread[room.name] = room.keptUnread }
        for room in rooms where room.isEnteredEmpty { kept.enteredEmpty.insert(room.name) }
        return kept
    }

    /// The rooms that the next start follows: those of now without the talks with nobody.
    ///
    /// A stream waits for a talk in which nothing was said, whether there is such an account or
    /// not, so that it would stay for good.
    package var keptRooms: [RoomName] {
        followed.filter { name in
            index(of: name).map { !rooms[$0].isTalkWithNobody } ?? true
        }
    }

    /// Takes what an earlier run kept.
    ///
    /// - Parameter kept: as ``keptPreferences`` has it.
    package mutating func restore(preferences kept: Preferences) {
        writing.preferences = kept
        for index in rooms.indices { rooms[index].takeMarks(from: &writing.preferences) }
        if away != nil, notice == nil { notice = "you are away still: nothing is read until /back" }
    }
}

extension Model {
    /// Takes what an account kept that has signed in while the client runs, in the place of what
    /// was wanted by whoever was there before.
    ///
    /// Whether one is away is of who sits there, and stays as it is. Rooms that the account left
    /// and that are in the list stay there.
    ///
    /// - Parameter kept: as ``keptPreferences`` has it.
    mutating func takeOver(_ kept: Preferences) {
        let before = writing.preferences
        writing.preferences = kept
        writing.preferences.away = before.away
        writing.preferences.isWelcomed = kept.isWelcomed || before.isWelcomed
        for index in rooms.indices { rooms[index].takeMarks(from: &writing.preferences) }
        keepOut(kept.left)
        recount()
    }
}

extension Room {
    /// Takes over what an earlier run kept of how far it was read.
    ///
    /// - Parameter preferences: which do not have it any more then.
    mutating func takeMarks(from preferences: inout Preferences) {
        keptUnread = preferences.unread.removeValue(forKey: name)
        isEnteredEmpty = preferences.enteredEmpty.remove(name) != nil
    }
}
