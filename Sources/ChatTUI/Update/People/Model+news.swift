import ChatProtocol

/// Rooms that come and go without the person's doing.
extension Model {
    /// Codes of problems that tell that a room is not the person's to see.
    private static let gone: Set = ["room_not_found", "banned", "kicked"]
    private static let goneWords = "it is gone, or not yours to see any more"

    /// Takes an event of a room that may not be followed: a direct room that somebody began, or an
    /// invitation, puts it into the list.
    ///
    /// - Parameter event: of any room of the person's.
    /// - Returns: the list to follow, and the room's newest page.
    mutating func takeNews(_ event: DurableEvent) -> [Effect] {
        guard index(of: event.room) == nil, event.user != name,
            !preferences.ignored.contains(event.user)
        else { return [] }
        let words: String
        switch event.content {
        case .message where event.room.isDirect: words = "\(event.user) writes to you"
        case .member(let member, let role, _)
        where member == name && [.member, .moderator, .owner].contains(role):
            words = "\(event.user) let you into #\(event.room)"
        default: return []
        }
        let effects = list(event.room)
        guard !effects.isEmpty else { return [] }
        let calls: [Effect] =
            options.calls == .none ? [] : [.bell, .notify(title: words, text: "")]
        return effects + calls + show(notice: words)
    }

    /// Enters a room, made where there is none and accounts make rooms.
    ///
    /// - Parameter name: the room.
    /// - Returns: the list to follow, or what the server is asked for first.
    mutating func enter(_ name: RoomName) -> [Effect] {
        let isKnown = directory.contains { $0.name == name }
        guard signedIn != nil, !name.isDirect, !isKnown else { return join(name) }
        // A stream of a room that is not there yet would be told so, and lose it.
        entering = name
        return [.decide(name, .enter)]
    }

    /// Takes it that a room that was being made is there.
    ///
    /// - Parameter list: the server's rooms.
    /// - Returns: the list to follow, and the room's newest page.
    mutating func enterMade(_ list: [RoomSummary]) -> [Effect] {
        guard let name = entering, list.contains(where: { $0.name == name }) else { return [] }
        entering = nil
        return join(name)
    }

    /// Takes it that rooms can be read again that could not.
    ///
    /// - Parameter list: the server's rooms.
    /// - Returns: that the stream is opened anew.
    mutating func findLost(_ list: [RoomSummary]) -> [Effect] {
        let names = Set(list.map(\.name))
        let found = rooms.indices.filter { rooms[$0].isLost && names.contains(rooms[$0].name) }
        for index in found { rooms[index].isLost = false }
        return found.isEmpty ? [] : [.reconnect]
    }

    /// Puts direct rooms with something unread into the list.
    ///
    /// - Parameter rooms: the server's.
    /// - Returns: the list to follow.
    mutating func listDirectRooms(_ rooms: [RoomSummary]) -> [Effect] {
        rooms.filter { room in
            let isIgnored = room.name.directMember.map(preferences.ignored.contains) ?? false
            return room.name.isDirect && !isIgnored && room.unread > 0
                && index(of: room.name) == nil
        }.flatMap { list($0.name) }
    }

    /// Takes it that a room cannot be read: it leaves the list, unless it is the only one.
    ///
    /// - Parameters:
    ///   - name: the room.
    ///   - problem: why.
    /// - Returns: the list to follow.
    mutating func lose(_ name: RoomName, _ problem: Problem) -> [Effect] {
        let words = problem.detail.isEmpty ? problem.title : problem.detail
        guard Self.gone.contains(problem.code), let index = index(of: name) else {
            return show(notice: "\(name): \(words)")
        }
        let isHidden = problem.code == "room_not_found"
        // What one has read was there, whatever is said to those who may not see it.
        let wasSeen = isHidden && !rooms[index].timeline.events.isEmpty
        guard rooms.count > 1 else {
            rooms[index].isLost = true
            if wasSeen { return show(notice: "\(rooms[index].title): \(Self.goneWords)") }
            let help = signedIn != nil && isHidden
            return show(notice: words + (help ? "; /join \(name) makes it" : ""))
        }
        let title = rooms[index].title
        let effects = part(name)
        return effects
            + show(notice: "\(title) left the list: \(wasSeen ? Self.goneWords : words)")
    }
}
