import ChatProtocol

extension Model {
    /// Takes the server's list of rooms, with what the person has read.
    ///
    /// - Parameter list: any number of rooms.
    /// - Returns: read markers that follow.
    mutating func take(_ list: [RoomSummary]) -> [Effect] {
        needsDirectory = false
        directory = Array(list.prefix(Self.knownRoomLimit))
        for summary in list {
            guard let index = index(of: summary.name) else { continue }
            rooms[index].take(summary)
            countMentions(in: index)
        }
        return markShown()
    }

    /// Takes the members of a room.
    ///
    /// - Parameters:
    ///   - list: any number of members.
    ///   - name: the room.
    /// - Returns: nothing to do.
    mutating func take(_ list: [MemberSummary], of name: RoomName) -> [Effect] {
        guard let index = index(of: name) else { return [] }
        let list = list.prefix(Room.hereLimit).sorted { $0.name < $1.name }
        rooms[index].members = list
        rooms[index].here = Set(list.filter(\.isHere).map(\.name))
        rooms[index].hereCount = rooms[index].here.count
        return []
    }

    /// Brings a room to the front.
    ///
    /// - Parameters:
    ///   - index: of the room; nothing happens outside the list.
    ///   - keepingJumps: whether Alt-A still goes back to where its jumps began.
    /// - Returns: loads, and what is read by that.
    mutating func show(_ index: Int, keepingJumps: Bool = false) -> [Effect] {
        guard rooms.indices.contains(index), index != front else { return [] }
        if !keepingJumps { beforeJumps = nil }
        lastRoom = room.name
        room.unreadLine = nil
        completion = nil
        overlay = nil
        front = index
        if room.unread > 0, let read = room.read, read > 0 { room.unreadLine = read }
        return loadWhatShows() + markShown()
    }

    /// Goes round the list.
    ///
    /// - Parameter steps: 1 for the next room, -1 for the previous one.
    /// - Returns: as ``show(_:keepingJumps:)``.
    mutating func step(_ steps: Int) -> [Effect] {
        show((front + steps + rooms.count) % rooms.count)
    }

    /// Goes to the next room with a mention, else a direct one with something unread, else any with
    /// something unread; when all is read, back to where the jumps began.
    ///
    /// - Returns: as ``show(_:keepingJumps:)``.
    mutating func showNextUnread() -> [Effect] {
        let others = (1..<max(1, rooms.count)).map { (front + $0) % rooms.count }
        let found =
            others.first { rooms[$0].mentions > 0 }
            ?? others.first { rooms[$0].isDirect && rooms[$0].unread > 0 }
            ?? others.first { rooms[$0].unread > 0 }
        if let found {
            let origin = beforeJumps ?? room.name
            let effects = show(found, keepingJumps: true)
            beforeJumps = origin
            return effects
        }
        guard let origin = beforeJumps.flatMap({ index(of: $0) }) else {
            return show(notice: "nothing is unread")
        }
        beforeJumps = nil
        return show(origin)
    }

    /// Goes to the room that showed before.
    ///
    /// - Returns: as ``show(_:keepingJumps:)``.
    mutating func showLast() -> [Effect] {
        lastRoom.flatMap { index(of: $0) }.map { show($0) } ?? []
    }

    /// Follows one more room and shows it.
    ///
    /// - Parameter name: a room; one that is followed already only shows.
    /// - Returns: the list to follow, and the room's newest page.
    mutating func join(_ name: RoomName) -> [Effect] {
        if let index = index(of: name) { return show(index) }
        guard rooms.count < Limits.streamRooms else {
            return show(notice: "one stream carries \(Limits.streamRooms) rooms; /part one first")
        }
        var joined = Room(name)
        if let summary = directory.first(where: { $0.name == name }) { joined.take(summary) }
        rooms.append(joined)
        let index = rooms.count - 1
        return [.follow(followed)] + load(index, before: nil) + show(index)
    }

    /// Leaves a room.
    ///
    /// - Parameter name: the room.
    /// - Returns: the list to follow.
    mutating func part(_ name: RoomName) -> [Effect] {
        guard let index = index(of: name) else {
            return show(notice: "you are not in \(name)")
        }
        guard rooms.count > 1 else {
            return show(notice: "this is your only room; /quit leaves the client")
        }
        let shown = room.name
        rooms.remove(at: index)
        front = self.index(of: shown) ?? lastRoom.flatMap { self.index(of: $0) } ?? 0
        lastRoom = nil
        return [.follow(followed)] + loadWhatShows() + markShown()
    }
}

extension Room {
    /// Takes what the server's list says about this room.
    ///
    /// - Parameter summary: of this room.
    mutating func take(_ summary: RoomSummary) {
        topic = summary.topic
        if Timeline.seqs.contains(summary.newest) { newest = max(newest, summary.newest) }
        hereCount = max(0, summary.here)
        // Someone who never read a room begins with what comes next; a direct one is for them.
        let isNewcomer = summary.read <= 0 && !isDirect
        let told = isNewcomer ? summary.newest : summary.read
        guard !isReadTold, Timeline.seqs.contains(told) || told == 0 else { return }
        isReadTold = true
        if !isNewcomer, told > 0, told < newest, unreadLine == nil { unreadLine = told }
        read = max(told, markedByPerson)
        marked.seq = max(told, markedByPerson)
    }

    /// Takes it that a member came or went.
    ///
    /// - Parameters:
    ///   - user: the member.
    ///   - isHere: whether a stream of the member is open.
    mutating func notePresence(of user: MemberName, isHere: Bool) {
        if isHere {
            guard here.count < Self.hereLimit, here.insert(user).inserted else { return }
            hereCount = max(here.count, (hereCount ?? 0) + 1)
        } else {
            here.remove(user)
            typing[user] = nil
            hereCount = max(here.count, (hereCount ?? 0) - 1)
        }
    }

    /// The newest `seq` for which this run sent a read marker.
    private var markedByPerson: Int64 { marked.at == nil ? 0 : marked.seq }
}
