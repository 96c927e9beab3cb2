import ChatProtocol

/// What the person wants and where they were, as it outlives the run.
extension Model {
    /// What is muted, ignored and looked out for.
    package var preferences: Preferences {
        get { writing.preferences }
        set { writing.preferences = newValue }
    }

    /// The same with the rooms that the person called unread: what the next start has again.
    package var keptPreferences: Preferences {
        var kept = writing.preferences
        for room in rooms where room.isKeptUnread { kept.unread[room.name] = room.keptUnread }
        return kept
    }

    /// Takes what an earlier run kept.
    ///
    /// - Parameter kept: as ``keptPreferences`` has it.
    package mutating func restore(preferences kept: Preferences) {
        writing.preferences = kept
        for index in rooms.indices {
            let name = rooms[index].name
            rooms[index].keptUnread = writing.preferences.unread.removeValue(forKey: name)
        }
        if away != nil, notice == nil { notice = "you are away still: nothing is read until /back" }
    }
}
