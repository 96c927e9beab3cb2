import ChatProtocol

/// Messages to come back to: the person's own list, which is kept with what is muted.
extension Model {
    /// Pins a message, or takes the pin away.
    ///
    /// - Parameters:
    ///   - argument: which from the newest on, from 1; nothing is the newest.
    ///   - command: for its usage.
    /// - Returns: nothing to do.
    /// - Throws: why there is no such message.
    mutating func pin(_ argument: String, _ command: Command) throws(CommandFault) -> [Effect] {
        let number = try Self.number(argument, command)
        guard let target = messages.dropFirst(number - 1).first else {
            throw CommandFault("\(messages.count) messages are loaded")
        }
        return togglePin(target.seq)
    }

    /// Pins a message of the room in front, or takes the pin away.
    ///
    /// - Parameter seq: the message's.
    /// - Returns: nothing to do.
    mutating func togglePin(_ seq: Int64) -> [Effect] {
        var pins = writing.preferences.pins[room.name, default: []]
        let isPinned = pins.contains(seq)
        if isPinned {
            pins.removeAll { $0 == seq }
        } else {
            let count = writing.preferences.pins.values.reduce(0) { $0 + $1.count }
            guard count < Preferences.limit else {
                return show(notice: "\(Preferences.limit) pins are enough; /pins lists them")
            }
            pins.append(seq)
        }
        writing.preferences.pins[room.name] = pins.isEmpty ? nil : pins
        return show(notice: isPinned ? "not pinned any more" : "pinned for you; /pins lists them")
    }

    /// The pinned messages, those of the room in front first.
    var pinChoices: [Chooser.Choice] {
        let pins = writing.preferences.pins
        let names = pins.keys.sorted { one, other in
            one == room.name || other == room.name ? one == room.name : one < other
        }
        return names.flatMap { name in
            (pins[name] ?? []).reversed().map { pinChoice($0, in: name) }
        }
    }

    private func pinChoice(_ seq: Int64, in name: RoomName) -> Chooser.Choice {
        let timeline = index(of: name).map { rooms[$0].timeline }
        let event = timeline.flatMap { held in held.index(of: seq).map { held.events[$0] } }
        let isGone = timeline?.appliedChanges[seq]?.isDeleted ?? false
        guard !isGone else {
            return Chooser.Choice(
                text: .room(name, "message \(seq), which was taken back"),
                goal: .message(name, seq: seq)
            )
        }
        return Chooser.Choice(
            text: event.map { .message($0) } ?? .room(name, "message \(seq)"),
            goal: .message(name, seq: seq)
        )
    }
}
