import ChatProtocol

/// What a model does for its workspace.
extension Model {
    /// How the server is, in a word; `nil` if all is well.
    var stateWord: String? {
        switch health {
        case .live: nil
        case .catchingUp: "catching up"
        case .connecting: "connecting"
        case .stale: "stale"
        case .offline: "offline"
        }
    }

    /// Lets another server come to the front: the room in front is left, and nothing here is read.
    ///
    /// - Returns: read markers that are due.
    mutating func stepBack() -> [Effect] {
        let effects = focus(false)
        countUnread(in: front)
        reading.note(room.name)
        reading.leave()
        room.unreadLine = nil
        completion = nil
        overlay = nil
        notice = nil
        return effects
    }

    /// Comes to the front from behind another server.
    ///
    /// - Parameters:
    ///   - index: of the room to show.
    ///   - isFocused: whether the terminal has the focus.
    /// - Returns: loads, and what is read by that.
    mutating func comeForward(to index: Int, isFocused: Bool) -> [Effect] {
        self.isFocused = isFocused
        reading.forgetPlaces()
        if index == front { beginReading() } else { enter(index) }
        return open()
    }

    /// Comes to the front with a room that may have to be joined.
    ///
    /// - Parameter isFocused: whether the terminal has the focus.
    /// - Returns: as ``comeForward(to:isFocused:)``, and the list to follow.
    mutating func comeForward(joining name: RoomName, isFocused: Bool) -> [Effect] {
        if let index = index(of: name) { return comeForward(to: index, isFocused: isFocused) }
        return comeForward(to: front, isFocused: isFocused) + join(name)
    }

    /// Comes to the front at a message.
    ///
    /// - Parameter isFocused: whether the terminal has the focus.
    /// - Returns: what is loaded for it.
    mutating func visit(_ seq: Int64, in name: RoomName, isFocused: Bool) -> [Effect] {
        guard let index = index(of: name), Timeline.seqs.contains(seq) else {
            return comeForward(joining: name, isFocused: isFocused)
        }
        self.isFocused = isFocused
        reading.forgetPlaces()
        if index == front { beginReading() } else { enter(index) }
        reading.isVisit = true
        return spotlight(seq)
    }
}
