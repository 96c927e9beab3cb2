import ChatProtocol

/// Rooms of which the numbers are other events from now on, and people who are others.
extension Model {
    /// Forgets what is held of rooms, and loads them.
    ///
    /// - Returns: the rooms' newest pages, and the server's word about what is read.
    mutating func beginAnew(_ indices: some Sequence<Int>) -> [Effect] {
        var effects: [Effect] = []
        for index in indices {
            if index == front { leaveMessages() }
            dropNumberedPins(of: rooms[index].name)
            rooms[index].startAnew()
            effects += load(index, before: nil)
        }
        needsReadStates = true
        return effects + loadReadStates()
    }

    /// Begins a room anew that was deleted, and another one of its name made.
    ///
    /// - Returns: as ``beginAnew(_:)``.
    mutating func beginOther(_ index: Int) -> [Effect] {
        let effects = beginAnew([index])
        // What was pinned is gone with the room.
        writing.preferences.pins[rooms[index].name] = nil
        rooms[index].read = 0
        return effects
    }

    /// Asks what is read in rooms that began anew, once the stream has caught up.
    ///
    /// - Returns: nothing if no room did, or if the server has told since.
    mutating func loadReadStates() -> [Effect] {
        guard needsReadStates, !isReplaying else { return [] }
        needsReadStates = false
        return [.loadRooms]
    }

    /// Forgets what is held of a room that is not there any more for the person.
    mutating func forgetMessages(_ index: Int) {
        if index == front { leaveMessages() }
        rooms[index].startAnew()
    }

    /// Leaves the messages of the room in front, which are gone.
    private mutating func leaveMessages() {
        reading.leave()
        reading.forgetPlaces()
        if overlay?.isOfMessage == true { overlay = nil }
        switch writing.mode {
        case .line, .recall: return
        case .select, .react: endMode(in: front)
        case .ask(let question):
            // A paste is about no message.
            if case .paste = question.kind { return }
            endMode(in: front)
        }
    }

    /// Ends what the person is in the middle of in a room that they leave.
    ///
    /// The room gets back what showed of it, and a paste that is asked about can be yanked. What is
    /// asked about no room stays asked: the rest of a password must not land in a line.
    ///
    /// - Parameter index: of that room; `nil` if it is out of the list.
    mutating func endMode(in index: Int?) {
        if let selection, let index { rooms[index].scroll = selection.back }
        if case .react = writing.mode { completion = nil }
        guard case .ask(var question) = writing.mode else {
            writing.mode = .line
            return
        }
        switch question.kind {
        case .leave, .password:
            question.selection = nil
            writing.mode = .ask(question)
        case .paste(let paste):
            writing.mode = .line
            _ = leaveOut(paste)
        case .delete, .why, .destroy, .choose: writing.mode = .line
        }
    }
}

extension Room {
    /// Forgets what was read from the log, and keeps what the person wrote.
    mutating func startAnew() {
        timeline = Timeline()
        pending.removeAll { if case .sent = $0.state { true } else { false } }
        // Another log's numbers are other messages.
        if let edit = writing.edit, editor.text != edit.original { history.add(editor.text) }
        dropPurpose()
        writing = RoomWriting()
        newest = 0
        oldest = 0
        scroll = .newest
        if loading != nil { stalePages += 1 }
        loading = nil
        hasFailedToLoad = false
        originals = Originals()
        forgetReader()
    }

    /// Forgets how far the reader has come, by the server's word and by this run's: the messages
    /// are others now, or the reader is.
    mutating func forgetReader() {
        isReadTold = false
        isEnteredEmpty = false
        told = nil
        unheld = [:]
        unheldAsked = nil
        read = nil
        marked = (0, nil)
        isMarkShown = nil
        keptUnread = nil
        unreadLine = nil
        unread = 0
        isUnreadMore = false
        mentions = 0
    }
}
