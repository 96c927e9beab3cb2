import ChatProtocol

/// Rooms that come and go without the person's doing.
extension Model {
    /// Codes of problems that tell that a room is not the person's to see.
    private static let gone: Set = ["room_not_found", "banned", "kicked"]
    private static let goneWords = "it is gone, or not yours to see any more"

    /// Takes an event of a room that may not be followed: a direct room that somebody began, an
    /// invitation, or what the person did at another machine puts it into the list.
    ///
    /// - Returns: the list to follow, and the room's newest page.
    mutating func takeNews(_ event: DurableEvent) -> [Effect] {
        guard event.user != name else { return takeOwnNews(event) }
        guard !preferences.ignored.contains(event.user) else { return [] }
        if let index = index(of: event.room) { return find(index, by: event) }
        let words: String
        switch event.content {
        case .message where event.room.isDirect: words = "\(event.user) writes to you"
        case .member where letsIn(event): words = "\(event.user) let you into #\(event.room)"
        default: return []
        }
        let effects = listByNews(event.room)
        guard !effects.isEmpty else { return [] }
        let calls: [Effect] =
            options.calls == .none ? [] : [.bell, .notify(title: words, text: "")]
        return effects + calls + show(notice: words)
    }

    /// Puts a room into the list of which something was heard.
    ///
    /// - Returns: the list to follow, the room's newest page, and what is read there by the
    ///   server's word: what was said since may be in the page already.
    private mutating func listByNews(_ name: RoomName) -> [Effect] {
        let effects = list(name)
        guard !effects.isEmpty else { return [] }
        needsReadStates = true
        return effects + loadReadStates()
    }

    /// Takes what the person did, which may have been at another machine: a room that they joined
    /// there comes into the list without a word, and so does a talk in which they said something.
    ///
    /// A room that they took out of this list stays out; a talk comes back with the next word said
    /// in it. There are no more than come into the list by themselves at the start.
    private mutating func takeOwnNews(_ event: DurableEvent) -> [Effect] {
        if let index = index(of: event.room) {
            guard rooms[index].isLost, !rooms[index].isBeingMade, letsIn(event) else { return [] }
            rooms[index].isLost = false
            return [.reconnect]
        }
        guard rooms.count < Self.ownRoomLimit, !preferences.left.contains(event.room) else {
            return []
        }
        switch event.content {
        case .message(let message):
            let isIgnored = event.room.directMember.map(preferences.ignored.contains) ?? false
            // What was said here before `/part` comes back late.
            guard event.room.isDirect, !isIgnored, !isOwnKey(message.key) else { return [] }
        case .member: guard letsIn(event) else { return [] }
        default: return []
        }
        return listByNews(event.room)
    }

    /// Whether an event lets the person into its room.
    private func letsIn(_ event: DurableEvent) -> Bool {
        guard case .member(name, let role, _) = event.content else { return false }
        return role.isMembership
    }

    /// Finds a lost room again, into which the person is let.
    private mutating func find(_ index: Int, by event: DurableEvent) -> [Effect] {
        guard rooms[index].isLost, letsIn(event) else { return [] }
        rooms[index].isLost = false
        return [.reconnect] + show(notice: "\(event.user) let you into #\(event.room)")
    }

    /// Takes a lost room out of the list that one has left, and in which nothing is unsent.
    ///
    /// - Returns: the list to follow, if it is another one now.
    mutating func leaveLost(_ name: RoomName) -> [Effect] {
        guard let index = index(of: name), mayDrop(index) else { return [] }
        drop(index)
        return [.follow(followed)]
    }

    /// Notes that a room is gone which the person took away; who looks at it stays, as they do
    /// in every lost room.
    ///
    /// - Parameters:
    ///   - wasThere: false where the server has none that this one may see: it may have one.
    /// - Returns: the list to follow, if the room leaves it.
    mutating func destroyed(_ name: RoomName, wasThere: Bool) -> [Effect] {
        let words = "#\(name) is \(wasThere ? "gone for everyone" : "not there any more")"
        // Another one may be made under its name.
        directory.removeAll { $0.name == name }
        writing.preferences.pins[name] = nil
        guard let index = index(of: name) else { return show(notice: words) }
        rooms[index].isLost = true
        rooms[index].isUnknown = true
        rooms[index].isEnteredEmpty = false
        let canLeave = index == front && mayLeave(rooms[index])
        return leaveLost(name) + show(notice: canLeave ? "\(words); /part leaves it" : words)
    }

    private func mayDrop(_ index: Int) -> Bool {
        let room = rooms[index]
        return room.isLost && !room.isBeingMade && index != front && room.isIdle && mayLeave(room)
    }

    /// Opens the stream anew when lost rooms can be read again.
    mutating func findLost(_ list: [RoomSummary]) -> [Effect] {
        let names = Set(list.map(\.name))
        let found = rooms.indices.filter {
            rooms[$0].isLost && !rooms[$0].isBeingMade && names.contains(rooms[$0].name)
        }
        for index in found { rooms[index].isLost = false }
        return found.isEmpty ? [] : [.reconnect]
    }

    /// Puts direct rooms with something unread into the list.
    mutating func listDirectRooms(_ rooms: [RoomSummary]) -> [Effect] {
        rooms.filter { room in
            let isIgnored = room.name.directMember.map(preferences.ignored.contains) ?? false
            return room.name.isDirect && !isIgnored && room.unread > 0
                && index(of: room.name) == nil
        }.flatMap { list($0.name) }
    }

    /// Handles a room that cannot be read: it leaves the list, unless it is the only one, in front,
    /// or has something in it that is not sent.
    ///
    /// Another room that came to the front by itself would be told what was meant for this one.
    mutating func lose(_ name: RoomName, _ problem: Problem) -> [Effect] {
        var words = problem.detail.isEmpty ? problem.title : problem.detail
        if signedIn != nil, problem.code == "room_not_found", let member = name.directMember {
            // The room of two is there with the other one's account.
            words = "there is no account \(member)"
        }
        guard Self.gone.contains(problem.code), let index = index(of: name) else {
            return show(notice: "\(name): \(words)")
        }
        let isHidden = problem.code == "room_not_found"
        // A talk in which something was said can be read, whoever's account is gone.
        if isHidden, name.isDirect, rooms[index].newest > 0, !rooms[index].isOfOther {
            return show(notice: words)
        }
        // What one has read was there, whatever is said to those who may not see it.
        let wasSeen = isHidden && !rooms[index].timeline.events.isEmpty
        let wasLost = rooms[index].isLost
        rooms[index].isLost = true
        // It may be full of what others say.
        rooms[index].isEnteredEmpty = false
        if !wasLost { rooms[index].isUnknown = isHidden && !wasSeen }
        // What somebody else read who was signed in before is nothing for this person.
        if isHidden, rooms[index].isOfOther { forgetMessages(index) }
        let title = rooms[index].title
        guard mayDrop(index) else {
            // Each stream tells it again, and one that is being made is not there yet.
            if wasLost || rooms[index].isBeingMade { return [] }
            if wasSeen { return show(notice: "\(title): \(Self.goneWords)") }
            let help = makingAdvice(for: rooms[index]).map { "; \($0)" } ?? ""
            return show(notice: words + help)
        }
        return leaveLost(name)
            + show(notice: "\(title) left the list: \(wasSeen ? Self.goneWords : words)")
    }
}
