import ChatProtocol

/// Changing messages that are there.
extension Model {
    /// Asks for a change of a message in the room in front: it shows at once, and goes out when it
    /// can.
    ///
    /// - Parameters:
    ///   - target: the message's `seq`.
    ///   - text: what it is to read, or why it is deleted; empty for other changes.
    /// - Returns: the change; nothing when too many wait already.
    mutating func change(
        _ kind: MessageChange.Kind,
        of target: Int64,
        to text: String = ""
    )
        -> [Effect]
    {
        if let words = changeRefusal { return show(notice: words) }
        let change = MessageChange(target: target, kind: kind)
        let message = OutgoingMessage(
            key: drawKey(),
            room: room.name,
            text: text,
            change: change,
            about: moment(of: target),
            at: now
        )
        // What was refused before is what is tried again.
        room.writing.changes.removeAll { !$0.isShown && $0.change.target == target }
        room.writing.changes.append(PendingChange(message: message, change: change, author: name))
        showsWelcome = false
        return [.post(message)]
    }

    /// Puts the person's reaction at a message, or takes it back if it is there.
    ///
    /// - Parameter target: the message's `seq`.
    mutating func toggle(_ emoji: String, at target: Int64) -> [Effect] {
        let isOn = room.hasReaction(emoji, at: target, by: name)
        return change(.react(emoji: emoji, on: !isOn), of: target)
    }

    /// Takes the acknowledgement of a change; its event comes by the stream.
    ///
    /// - Parameter index: of its room; without one of that key nothing is done.
    mutating func acknowledge(key: String, in index: Int) {
        let place = rooms[index].writing.changes.firstIndex { $0.message.key == key }
        guard let place else { return }
        rooms[index].writing.changes[place].state = .acknowledged(now)
    }

    /// Takes the refusal of a change: it no longer shows, and its words are not lost.
    ///
    /// - Returns: the change as it was sent; `nil` if there is none with that key.
    mutating func refuseChange(key: String, reason: String, in index: Int) -> OutgoingMessage? {
        let place = rooms[index].writing.changes.firstIndex { $0.message.key == key }
        guard let place else { return nil }
        let pending = rooms[index].writing.changes[place]
        rooms[index].writing.changes[place].state = .refused(reason)
        let quotable = pending.message.quotable
        if !quotable.isEmpty { keep(quotable, in: index) }
        return pending.message
    }

    /// Asks again for what was refused at a message.
    ///
    /// - Parameter target: the message's `seq`.
    /// - Returns: the changes; nothing if none was refused.
    mutating func retryChanges(of target: Int64) -> [Effect] {
        let refused = room.writing.changes.filter { !$0.isShown && $0.change.target == target }
        return refused.flatMap { change($0.change.kind, of: target, to: $0.message.text) }
    }

    /// Takes changes away whose event is in the timeline.
    mutating func settleChange(_ event: DurableEvent, in index: Int) {
        guard !rooms[index].writing.changes.isEmpty, event.target != nil else { return }
        rooms[index].writing.changes.removeAll { $0.isSame(as: event, name: name) }
    }

    /// Takes acknowledged changes away whose event did not come in time.
    mutating func expireChanges() {
        for index in rooms.indices where !rooms[index].writing.changes.isEmpty {
            rooms[index].writing.changes.removeAll { pending in
                pending.expiresAt.map { $0 <= now } ?? false
            }
        }
    }

    /// Keeps a line for Up.
    mutating func keep(_ line: String, in index: Int) {
        gatherSent()
        writing.sent.add(line)
        rooms[index].history.add(line)
        rooms[index].writing.undone = nil
        rooms[index].writing.browsed = nil
        writing.historyRevision += 1
    }
}

extension PendingChange {
    /// When it no longer shows; `nil` while that waits for something else.
    var expiresAt: Timestamp? {
        guard case .acknowledged(let moment) = state else { return nil }
        return moment.adding(milliseconds: Self.span)
    }
}
