import ChatProtocol

/// Messages that read otherwise than they were said: what they say now is what calls.
extension Model {
    /// Whether the message that an event edits names the person.
    ///
    /// - Parameter event: taken already, or not yet.
    /// - Returns: `nil` where the message is not known, or the event is no edit.
    func isNamed(inTargetOf event: DurableEvent, in index: Int) -> Bool? {
        guard case .edit(let target, _) = event.content else { return nil }
        let room = rooms[index]
        guard let place = room.timeline.index(of: target) else {
            return room.unheld[target]?.isNamed
        }
        return reader.isNamed(in: room.timeline.events[place], of: room)
    }

    /// Notes that a message says something else: it may call now, or no longer.
    ///
    /// - Parameters:
    ///   - event: the edit, which is in the timeline.
    ///   - wasNamed: whether the message named the person before it; `nil` is not known.
    mutating func reword(by event: DurableEvent, wasNamed: Bool?, in index: Int) {
        guard case .edit(let target, let text) = event.content, target > rooms[index].read ?? 0
        else { return }
        if let told = rooms[index].told, target > told.read, target <= told.newest,
            told.newest < event.seq
        {
            // The server counted it as it was.
            noteUnheld(target, text, by: event.user, in: index)
            let isNamed = isNamed(inTargetOf: event, in: index)
            if let wasNamed, let isNamed, wasNamed != isNamed {
                let mentions = told.mentions + (isNamed ? 1 : -1)
                rooms[index].told?.mentions = max(0, min(mentions, told.unread))
            }
        }
        if !isReading(index) { countUnread(in: index) }
    }

    /// Notes how a message reads that is not held; of one that nothing was known of, only a word is
    /// news that is looked out for.
    private mutating func noteUnheld(
        _ target: Int64,
        _ text: String,
        by user: MemberName,
        in index: Int
    ) {
        guard user != name, rooms[index].timeline.index(of: target) == nil else { return }
        let found = counted(text, by: user)
        let isKnown = rooms[index].unheld[target] != nil
        guard isKnown || !found.isNamed && !found.words.isEmpty else { return }
        rooms[index].unheld[target] = found
    }
}

extension Room {
    /// The text of a message as it reads now, as far as the events that are held tell.
    ///
    /// - Returns: `nil` for what is no message.
    func currentText(of event: DurableEvent) -> String? {
        guard case .message(let message) = event.content else { return nil }
        return timeline.appliedChanges[event.seq]?.text ?? message.text
    }
}
