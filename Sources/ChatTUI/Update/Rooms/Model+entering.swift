import ChatProtocol

/// Entering rooms, which are made where they are not there.
extension Model {
    /// Enters a room, made where there is none and accounts make rooms: it shows at once, so that
    /// what is typed from now on is said in no other one.
    ///
    /// - Returns: the list to follow, or what the server is asked for first.
    mutating func enter(_ name: RoomName) -> [Effect] {
        if let index = index(of: name) { return show(index) + askForFront() }
        guard mayMake(name) else { return join(name) + becomeMember(of: name) }
        // A stream of a room that is not there yet would be told so, and lose it.
        guard let added = add(name, isBeingMade: true) else { return [] }
        return [.decide(name, .enter)] + added + show(rooms.count - 1)
    }

    /// Enters a room by a code that somebody gave: it shows at once, and is not made where there is
    /// none.
    ///
    /// - Returns: what the server is asked for, and the room's newest page where it is followed.
    mutating func enter(_ name: RoomName, with code: String) -> [Effect] {
        let use = Effect.decide(name, .useCode(code))
        guard let index = index(of: name) else {
            // A stream of it would be told that it is not there.
            guard let added = add(name, isBeingMade: true) else { return [] }
            rooms[rooms.count - 1].code = code
            return [use] + added + show(rooms.count - 1)
        }
        let shown = show(index)
        if room.isLost || room.isBeingMade {
            room.isLost = true
            room.isBeingMade = true
            room.code = code
        }
        return shown + [use]
    }

    /// Whether a room may have to be made: the server has told of none of its name.
    private func mayMake(_ name: RoomName) -> Bool {
        signedIn != nil && !name.isDirect && !directory.contains { $0.name == name }
    }

    /// Asks for the room in front if it is lost, or if nothing has told yet that it is there.
    private mutating func askForFront() -> [Effect] {
        guard room.isLost || isFrontUntold, !room.isBeingMade else { return [] }
        guard signedIn != nil, !room.isDirect else {
            room.isLost = false
            return [.reconnect]
        }
        if !room.isLost, case .offline = health {
            return show(notice: "there is no connection; /join \(room.name) again once there is")
        }
        // The stream that is being opened may be told that it is not there, before it is made.
        room.isLost = true
        room.isBeingMade = true
        return [.decide(room.name, .enter)]
    }

    /// Asks to be a member of a public room in the list, by which it is in that of one's other
    /// machines too.
    ///
    /// - Returns: nothing for a guest, and where one is more or less than nobody there.
    mutating func becomeMember(of name: RoomName) -> [Effect] {
        guard signedIn != nil, !name.isDirect, let index = index(of: name),
            rooms[index].role == Role.none, !rooms[index].isLost, !rooms[index].isBeingMade,
            directory.contains(where: { $0.name == name && !$0.isPrivate })
        else { return [] }
        return [.decide(name, .join)]
    }

    /// Whether the room in front was followed before anything told that it is there, and it may
    /// have to be made.
    private var isFrontUntold: Bool {
        room.oldest == 0 && room.timeline.events.isEmpty && mayMake(room.name)
    }

    /// Marks a room as made, and sends what waited for it.
    ///
    /// - Returns: the list to follow, and the room's newest page; it shows already.
    mutating func entered(_ name: RoomName, _ list: [RoomSummary], by asker: Asker?) -> [Effect] {
        let effects = take(list, by: asker)
        guard let index = index(of: name), rooms[index].isBeingMade else { return effects }
        // A stream that was told that it is not there is opened anew.
        let again: [Effect] = rooms[index].isLost ? [.reconnect] : []
        rooms[index].isBeingMade = false
        rooms[index].code = nil
        rooms[index].isLost = false
        let held = rooms[index].held.map { Effect.post($0) }
        rooms[index].held = []
        return effects + [.follow(followed)] + again + load(index, before: nil) + held
    }

    /// Marks a room as lost because it could not be made; whoever looks at it stays.
    ///
    /// Where no server was there to ask, it waits for one.
    ///
    /// - Returns: the list to follow, if the room leaves it.
    mutating func notEntered(_ name: RoomName, reason: String) -> [Effect] {
        guard let index = index(of: name), rooms[index].isBeingMade else {
            return show(notice: reason)
        }
        guard isConnected else {
            return show(notice: "\(rooms[index].title) waits for the server: \(reason)")
        }
        rooms[index].isBeingMade = false
        rooms[index].code = nil
        rooms[index].isLost = true
        // Once more would bring the same.
        rooms[index].isUnknown = false
        let held = rooms[index].held.flatMap { refused(key: $0.key, reason: reason) }
        rooms[index].held = []
        let canLeave = index == front && mayLeave(rooms[index])
        let help = canLeave ? "; /part leaves \(rooms[index].title)" : ""
        return held + leaveLost(name) + show(notice: reason + help)
    }
}

extension Room {
    /// How the server is asked for it while it is being made.
    var entry: Decision { code.map { .useCode($0) } ?? .enter }
}
