import ChatProtocol

extension Model {
    /// Says something in the room in front: it shows at once, and goes out when it can.
    ///
    /// - Parameters:
    ///   - kind: how it is to be read.
    ///   - replyTo: the `seq` of the message it answers.
    /// - Returns: the post; nothing when too many wait already.
    mutating func post(
        _ text: String,
        kind: Message.Kind? = nil,
        replyTo: Int64? = nil
    ) -> [Effect] {
        // What was meant for a room goes to no other one, and waits where it is being made.
        if let words = postRefusal(in: room) { return show(notice: words) }
        let message = OutgoingMessage(
            key: drawKey(),
            room: room.name,
            text: text,
            kind: kind,
            replyTo: replyTo,
            about: replyTo.flatMap { moment(of: $0) },
            at: now
        )
        room.pending.append(Pending(message: message, author: name))
        room.scroll = .newest
        reading.target = nil
        reading.forgetPlaces()
        showsWelcome = false
        lastTyping = nil
        guard room.isBeingMade else { return [.post(message)] }
        room.held.append(message)
        return [.sendNow]
    }

    /// Takes the acknowledgement of a message.
    ///
    /// - Parameter event: what became of it; `nil` if only the stream tells.
    /// - Returns: what follows if it could be put into the timeline.
    mutating func posted(key: String, _ event: DurableEvent?) -> [Effect] {
        for index in rooms.indices { acknowledge(key: key, in: index) }
        writing.isHeld = false
        guard let event, let index = index(of: event.room), Timeline.seqs.contains(event.seq)
        else { return [] }
        if let place = rooms[index].pending.firstIndex(where: { $0.message.key == key }) {
            rooms[index].pending[place].state = .sent(event)
        }
        // What others said before it may still be on its way: it waits its turn.
        let isOfOther = rooms[index].timeline.origin(of: event) == .later
        guard isOfOther || fits(event, in: index) else {
            absorbSent(in: index)
            return []
        }
        let effects = take(event)
        rooms[index].pending.removeAll { $0.message.key == key }
        return effects
    }

    /// Takes a refusal: where the person may not see it at its place, it is told with its words.
    ///
    /// - Parameter message: the message itself, for where it is in no room.
    mutating func refused(
        key: String,
        reason: String,
        of message: OutgoingMessage? = nil
    ) -> [Effect] {
        var lost = message
        var isShown = false
        for index in rooms.indices {
            guard let refused = refuse(key: key, reason: reason, in: index) else { continue }
            lost = refused
            isShown = index == front && rooms[index].showsRefusal(of: refused)
        }
        guard !isShown, let lost else { return [] }
        return show(notice: Self.words(forLost: lost, reason))
    }

    /// Marks what has a key as refused.
    ///
    /// - Returns: the message or change; `nil` if the room has none with that key.
    private mutating func refuse(key: String, reason: String, in index: Int) -> OutgoingMessage? {
        guard let place = rooms[index].pending.firstIndex(where: { $0.message.key == key }) else {
            return refuseChange(key: key, reason: reason, in: index)
        }
        rooms[index].pending[place].state = .refused(reason)
        return rooms[index].pending[place].message
    }

    /// Letters of a lost message that are told.
    private static let lostLength = 200

    /// What is told of a message that does not show.
    ///
    /// - Returns: where it was said, why not, and its beginning.
    static func words(forLost message: OutgoingMessage, _ reason: String) -> String {
        let place = Room(message.room).title
        let what = message.change == nil ? "not sent to" : "not changed in"
        let quoted = message.quotable.prefix(lostLength)
        let text = quoted.isEmpty ? "" : ": \(quoted)"
        return "\(what) \(place): \(reason)\(text)"
    }

    /// Milliseconds in which the same cause is told once.
    private static let heldInterval: Int64 = 60_000

    /// Notes that what waits does not go out for now.
    ///
    /// - Returns: nothing to do; the person is told, but not of the same again and again.
    mutating func take(_ held: Held) -> [Effect] {
        writing.isHeld = true
        if let before = writing.held, before.cause.isSame(as: held),
            now < before.told.adding(milliseconds: Self.heldInterval)
        {
            writing.held?.cause = held
            return []
        }
        writing.held = (held, now)
        return show(notice: Self.words(for: held))
    }

    private static func words(for held: Held) -> String {
        let place = held.room.map { " to \(Room($0).title)" } ?? ""
        return "not sent\(place) yet: \(held.reason)"
    }

    /// Why something is not sent, for people; `nil` where no cause is known.
    var heldWords: String? {
        guard writing.isHeld, hasUnsent, let held = writing.held else { return nil }
        return Self.words(for: held.cause)
    }

    /// When a message of the room in front was said.
    ///
    /// - Returns: `nil` where it is not held.
    func moment(of seq: Int64) -> Timestamp? { room.moment(of: seq) }

    /// Shows what an earlier run left unsent.
    ///
    /// - Parameter messages: the oldest first; those of rooms that are not followed do not show.
    /// - Returns: nothing to do: the outbox sends them.
    mutating func restore(_ messages: [OutgoingMessage]) -> [Effect] {
        for message in messages {
            guard let index = index(of: message.room) else { continue }
            if let change = message.change {
                let pending = PendingChange(message: message, change: change, author: name)
                guard rooms[index].writing.changes.count < RoomWriting.changeLimit,
                    !rooms[index].writing.changes.contains(where: { $0.message.key == message.key })
                else { continue }
                rooms[index].writing.changes.append(pending)
                continue
            }
            guard rooms[index].pending.count < Room.pendingLimit,
                !rooms[index].pending.contains(where: { $0.message.key == message.key })
            else { continue }
            rooms[index].pending.append(Pending(message: message, author: name))
        }
        return []
    }

    /// Takes a pending message away when its event is in the timeline.
    mutating func settle(_ event: DurableEvent, in index: Int) {
        settleChange(event, in: index)
        guard !rooms[index].pending.isEmpty else { return }
        rooms[index].pending.removeAll { $0.isSame(as: event, name: name) }
    }

    /// Moves acknowledged messages into the timeline as far as it has come.
    mutating func absorbSent(in index: Int) {
        guard !rooms[index].pending.isEmpty else { return }
        var moved = true
        while moved {
            moved = false
            for (place, pending) in rooms[index].pending.enumerated() {
                guard case .sent(let event) = pending.state else { continue }
                let isHeld = rooms[index].timeline.index(of: event.seq) != nil
                guard isHeld || fits(event, in: index) else { continue }
                rooms[index].timeline.insert(event)
                rooms[index].newest = max(rooms[index].newest, event.seq)
                rooms[index].pending.remove(at: place)
                moved = true
                break
            }
        }
    }

    /// Whether an event is the next one of its room.
    private func fits(_ event: DurableEvent, in index: Int) -> Bool {
        let timeline = rooms[index].timeline
        let isFirst = timeline.events.isEmpty && event.seq == 1
        return isFirst || !timeline.events.isEmpty && event.seq == timeline.last + 1
    }
}

extension OutgoingMessage {
    /// What was to be said, or how a message was to read; the reason of a deletion is neither, and
    /// could not be said again.
    var quotable: String { change?.kind == .delete ? "" : text }
}

extension Room {
    /// Messages of the person's, and changes, that were refused, with the reasons.
    var refusals: [(message: OutgoingMessage, reason: String)] {
        let messages = pending.compactMap { pending in
            pending.refusal.map { (message: pending.message, reason: $0) }
        }
        let changes = writing.changes.compactMap { pending in
            pending.refusal.map { (message: pending.message, reason: $0) }
        }
        return messages + changes
    }

    /// Whether a refusal has its place among what shows: that of a change has none where its
    /// message is not held, and is not looked for where that was taken back.
    fileprivate func showsRefusal(of message: OutgoingMessage) -> Bool {
        guard let target = message.change?.target else { return true }
        return timeline.index(of: target) != nil
            && timeline.appliedChanges[target]?.isDeleted != true
    }
}
