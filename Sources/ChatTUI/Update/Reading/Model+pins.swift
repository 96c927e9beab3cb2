import ChatProtocol

/// Messages to come back to: the person's own list, which is kept with what is muted.
extension Model {
    /// Pins a message, or takes the pin away.
    ///
    /// - Parameter argument: which from the newest on, from 1; nothing is the newest.
    /// - Throws: why there is no such message, or that there are pins enough.
    mutating func pin(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        let number = try Self.number(command, argument)
        guard let target = messages.dropFirst(number - 1).first else {
            throw CommandFault("messages that are loaded: \(messages.count)")
        }
        return try togglePin(target.seq)
    }

    /// Pins a message of the room in front, or takes the pin away.
    ///
    /// - Throws: that there are pins enough.
    mutating func togglePin(_ seq: Int64) throws(CommandFault) -> [Effect] {
        guard case .held(let event)? = pinned(seq, in: room.name) else { return [] }
        dropOtherPins(of: room.name)
        var pins = writing.preferences.pins[room.name, default: []]
        let isPinned = pins.contains { $0.seq == seq }
        if isPinned {
            pins.removeAll { $0.seq == seq }
        } else {
            let count = writing.preferences.pins.values.reduce(0) { $0 + $1.count }
            guard count < Preferences.limit else {
                throw CommandFault("\(Preferences.limit) pins are enough; /pins lists them")
            }
            pins.append(Pin(event))
        }
        writing.preferences.pins[room.name] = pins.isEmpty ? nil : pins
        return show(notice: isPinned ? "not pinned any more" : "pinned for you; /pins lists them")
    }

    /// Drops the pins of a room whose numbers are other messages' now.
    ///
    /// Of those that are known by the number alone it notes which message that is.
    mutating func dropOtherPins(of name: RoomName) {
        guard let pins = writing.preferences.pins[name] else { return }
        let kept = pins.compactMap { pin -> Pin? in
            guard case .held(let event)? = pinned(pin.seq, in: name) else { return pin }
            return pin.isOf(event) ? Pin(event) : nil
        }
        writing.preferences.pins[name] = kept.isEmpty ? nil : kept
    }

    /// Drops the pins of a room that are known by the number alone: it means nothing in another
    /// log.
    mutating func dropNumberedPins(of name: RoomName) {
        guard let pins = writing.preferences.pins[name] else { return }
        let kept = pins.filter { $0.origin != nil }
        writing.preferences.pins[name] = kept.isEmpty ? nil : kept
    }

    /// A pinned message, as far as it is known.
    private func pinned(_ seq: Int64, in name: RoomName) -> Originals.State? {
        guard let index = index(of: name) else { return writing.pinned[name]?[seq] }
        let timeline = rooms[index].timeline
        guard let place = timeline.index(of: seq) else { return rooms[index].originals[seq] }
        return .held(timeline.events[place])
    }
}

/// The list of them.
extension Model {
    /// Messages that are asked for at once, for the words that the list has of them.
    private static let pinsAskedAtOnce = 50

    /// Opens the list of pinned messages.
    ///
    /// - Returns: questions for those that are not held, the first of the list.
    mutating func openPins() -> [Effect] {
        writing.pinned = [:]
        for index in rooms.indices { rooms[index].originals.forgetFailed() }
        let names = pinnedRooms
        for name in names { dropOtherPins(of: name) }
        var effects = open(.pins)
        guard isConnected else { return effects }
        for name in names {
            for pin in (writing.preferences.pins[name] ?? []).reversed()
            where effects.count < Self.pinsAskedAtOnce && pinned(pin.seq, in: name) == nil {
                noteAsked(pin.seq, in: name)
                effects.append(.loadMessage(name, seq: pin.seq))
            }
        }
        return effects
    }

    private mutating func noteAsked(_ seq: Int64, in name: RoomName) {
        if let index = index(of: name) {
            rooms[index].originals[seq] = .asked
        } else {
            writing.pinned[name, default: Originals()][seq] = .asked
        }
    }

    /// Whether words of pinned messages are on their way.
    var awaitsPins: Bool {
        isConnected
            && writing.preferences.pins.contains { name, pins in
                pins.contains { pinned($0.seq, in: name) == .asked }
            }
    }

    /// The rooms with pinned messages, that in front first.
    private var pinnedRooms: [RoomName] {
        writing.preferences.pins.keys.sorted { one, other in
            one == room.name || other == room.name ? one == room.name : one < other
        }
    }

    /// The pinned messages, those of the room in front first.
    var pinChoices: [Chooser.Choice] {
        pinnedRooms.flatMap { name in
            (writing.preferences.pins[name] ?? []).reversed().compactMap { pin in
                pinText(of: pin, in: name).map { text in
                    Chooser.Choice(text: text, goal: .message(name, seq: pin.seq))
                }
            }
        }
    }

    /// What the list says of a pin; `nil` where its number is another message's by now.
    private func pinText(of pin: Pin, in name: RoomName) -> Chooser.Text? {
        let number = "message \(pin.seq)"
        func gone(_ words: String) -> Chooser.Text { .room(name, "\(number), which was \(words)") }
        let changes = index(of: name).flatMap { rooms[$0].timeline.appliedChanges[pin.seq] }
        switch pinned(pin.seq, in: name) {
        case .held(let event)?:
            guard pin.isOf(event), case .message(let message) = event.content else { return nil }
            let told = message.state?.isDeleted == true ? Deletion() : nil
            guard let deletion = changes?.deletion ?? told else { return .message(event) }
            return gone(deletion.words(of: event.user))
        case .gone?: return .room(name, "\(number), which is not there any more")
        case .asked?, .failed?, nil:
            // Whose it was is not known, nor is whether it was taken back.
            return changes?.isDeleted == true ? gone("deleted") : .room(name, number)
        }
    }
}
