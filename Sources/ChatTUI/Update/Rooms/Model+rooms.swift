import ChatProtocol

extension Model {
    /// Takes the server's list of rooms, with what the person has read.
    ///
    /// - Parameter asker: who asked for it; `nil` where that is known to be the person.
    /// - Returns: read markers that follow; nothing where it is of somebody who signed in or out
    ///   since: it was asked for anew then.
    mutating func take(_ list: [RoomSummary], by asker: Asker?) -> [Effect] {
        guard asker.map({ $0.signedIn == signedIn?.name }) ?? true else { return [] }
        needsDirectory = false
        awaitsDirectory = false
        needsReadStates = false
        isDirectoryTold = true
        directory = Array(list.prefix(Self.knownRoomLimit))
        let line = room.unreadLine
        for summary in list {
            guard let index = index(of: summary.name) else { continue }
            let isFirst = !rooms[index].isReadTold
            rooms[index].take(summary)
            // Who starts in a room has come back to it, or does once they look.
            if isFirst, index == front {
                if isFocused { rooms[index].keptUnread = nil }
                rooms[index].awaitsReturn = !isFocused
            }
            countUnread(in: index)
        }
        noteUnwritten(list)
        let listed =
            listDirectRooms(directory) + listOwnRooms(list) + findLost(directory) + askUnheld()
        // The room that shows from the start opens at its oldest unread message as well.
        let isTold = room.unreadLine != line && room.scroll == .newest
        return listed + (isTold ? open() : markShown())
    }

    /// Notes the rooms of which the server does not tell, as nothing was said there yet.
    private mutating func noteUnwritten(_ list: [RoomSummary]) {
        let written = Set(list.map(\.name))
        for index in rooms.indices where !written.contains(rooms[index].name) {
            rooms[index].noteUnwritten()
        }
    }

    /// Takes the members of a room.
    ///
    /// - Parameters:
    ///   - list: any number of members; none in a room that nobody has written to, where those are
    ///     here who ask and of whom the stream has told.
    mutating func take(_ list: [MemberSummary], of name: RoomName) -> [Effect] {
        guard let index = index(of: name) else { return [] }
        let heard = rooms[index].here.union([self.name]).map { member in
            MemberSummary(name: member, role: .member, isHere: true)
        }
        rooms[index].take((list.isEmpty ? heard : list).sorted { $0.name < $1.name })
        // Who is here besides, the server tells once somebody has written.
        rooms[index].isHereTold = !list.isEmpty
        completeWhois()
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
        if !keepingJumps { reading.forgetPlaces() }
        let left = room.name
        enter(index)
        return leaveLost(left) + open()
    }

    /// Leaves the room in front for another, as far as it goes without opening that.
    mutating func enter(_ index: Int) {
        // Mentions that showed for a moment were not counted, and are not read.
        countUnread(in: front)
        reading.note(room.name)
        room.unreadLine = nil
        completion = nil
        overlay = nil
        reading.leave()
        setFront(index, from: room.name)
        room.receipts.hear()
        beginReading()
    }

    /// Begins reading in the room in front: what is unread stands below a line.
    mutating func beginReading() {
        room.keptUnread = nil
        room.awaitsReturn = false
        if room.unread > 0, let read = room.read, read > 0 || room.isNewsFromItsFirst {
            room.unreadLine = read
        }
    }

    /// Opens the room in front at its oldest unread message.
    ///
    /// - Returns: what is loaded for it.
    mutating func open() -> [Effect] {
        guard let line = room.unreadLine else { return loadWhatShows() + markShown() }
        return aim(at: line + 1, isAtTop: true)
    }

    /// The room that showed before the one in front, if it is still followed.
    private var lastShown: Int? { reading.recent.last.flatMap { index(of: $0) } }

    /// Follows one more room and shows it.
    ///
    /// - Parameter name: a room; one that is followed already only shows.
    /// - Returns: the list to follow, and the room's newest page.
    mutating func join(_ name: RoomName) -> [Effect] {
        if let index = index(of: name) { return show(index) }
        return add(name).map { $0 + show(rooms.count - 1) } ?? []
    }

    /// Follows one more room to see a message of it.
    ///
    /// - Parameter name: a room that is not followed.
    /// - Returns: the list to follow, and what is loaded around the message.
    mutating func join(_ name: RoomName, toSee seq: Int64) -> [Effect] {
        let origin = place
        guard let effects = add(name) else { return [] }
        enter(rooms.count - 1)
        reading.remember(origin)
        return effects + spotlight(seq)
    }

    /// Follows one more room without showing it.
    ///
    /// - Parameter name: a room that is not followed.
    /// - Returns: the list to follow, and the room's newest page; nothing if there are too many.
    mutating func list(_ name: RoomName) -> [Effect] { add(name) ?? [] }

    /// Puts one more room at the end of the list.
    ///
    /// - Parameters:
    ///   - name: a room that is not followed.
    ///   - isBeingMade: whether it is not there yet, and so is neither followed nor read.
    /// - Returns: the list to follow, and the room's newest page; `nil` if there are too many.
    mutating func add(_ name: RoomName, isBeingMade: Bool = false) -> [Effect]? {
        guard rooms.count < Limits.streamRooms else {
            notice = Self.tooManyRooms
            return nil
        }
        var joined = Room(name)
        joined.isBeingMade = isBeingMade
        joined.takeMarks(from: &writing.preferences)
        if let summary = directory.first(where: { $0.name == name }) { joined.take(summary) }
        writing.preferences.left.remove(name)
        giveKept(to: &joined)
        rooms.append(joined)
        guard !isBeingMade else { return [] }
        return [.follow(followed)] + load(rooms.count - 1, before: nil)
    }

    /// What is said where there is no room for one more.
    static let tooManyRooms = "one stream carries \(Limits.streamRooms) rooms; /part one first"
    private static let quitHelp = "/quit leaves the client"

    /// Leaves a room.
    ///
    /// - Throws: why it is not left.
    mutating func part(_ name: RoomName) throws(CommandFault) -> [Effect] {
        guard let index = index(of: name) else { throw CommandFault("you are not in \(name)") }
        guard rooms[index].held.isEmpty else {
            let title = rooms[index].title
            throw CommandFault("\(title) is being made; what you said there goes first")
        }
        guard mayLeave(rooms[index]) else {
            let help = servers.count > 1 ? "/disconnect leaves \(serverName)" : Self.quitHelp
            throw CommandFault("this is your only room; \(help)")
        }
        keepOut(index)
        drop(index)
        reading.leave()
        reading.forgetPlaces()
        return [.follow(followed)] + loadWhatShows() + markShown()
    }

    /// Takes a room out of the list; if it was in front, the one that showed before comes there.
    ///
    /// - Parameter index: of a room that is not the only one.
    mutating func drop(_ index: Int) {
        let shown = room.name
        keep(rooms.remove(at: index))
        setFront(self.index(of: shown) ?? lastShown ?? 0, from: shown)
    }
}

extension Room {
    /// More cannot be here, whatever a server says.
    private static let hereCountLimit = Int(WireNumber.maximum)

    /// Takes what the server's list says about this room.
    mutating func take(_ summary: RoomSummary) {
        topic = summary.topic
        isOfOther = false
        role = summary.role ?? role
        memberCount = summary.members ?? memberCount
        if Timeline.seqs.contains(summary.newest) { newest = max(newest, summary.newest) }
        // Who is here by name is newer than the number, and no one in it counts twice.
        if !isHereKnown { hereCount = min(max(here.count, summary.here), Self.hereCountLimit) }
        isHereTold = true
        // Someone who never read a room begins with what comes next; a direct one is for them,
        // and one of their own in which they were named already.
        let isForPerson = isDirect || summary.isTheirs && summary.mentions > 0
        if summary.read > 0 { isEnteredEmpty = false }
        let isNewcomer = summary.read <= 0 && !isForPerson && !isEnteredEmpty
        let begin = isNewcomer ? min(summary.newest, read ?? summary.newest) : summary.read
        guard !isReadTold, Timeline.seqs.contains(begin) || begin == 0 else { return }
        isReadTold = true
        if isNewcomer, begin == 0 { isEnteredEmpty = true }
        let last = min(max(begin, summary.newest), Timeline.seqs.upperBound)
        told = ToldCount(
            read: begin,
            newest: last,
            unread: isNewcomer ? 0 : min(max(0, summary.unread), last),
            mentions: isNewcomer ? 0 : min(max(0, summary.mentions), last),
            isMore: !isNewcomer && summary.unreadMore
        )
        let hasLine = begin > 0 || summary.unread > 0
        if !isNewcomer, hasLine, begin < newest, unreadLine == nil { unreadLine = begin }
        read = max(begin, markedByPerson)
        // The server is told where a newcomer begins: it counts from there at the next start.
        marked.seq = max(isNewcomer ? 0 : begin, markedByPerson)
        applyKeptUnread()
    }

    /// Notes that the server does not tell of the room: nobody has written to it, unless it is
    /// not the person's to see.
    fileprivate mutating func noteUnwritten() {
        guard !isReadTold, !isLost, !isBeingMade, (read ?? newest) == 0 else { return }
        isEnteredEmpty = true
    }

    /// Whether its first event is news, where nothing of it was read.
    fileprivate var isNewsFromItsFirst: Bool { isReadTold || isDirect || isEnteredEmpty }

    /// Notes that the person called the room unread, unless more of it was read since, or what
    /// they called so is not there any more.
    private mutating func applyKeptUnread() {
        guard let mark = keptUnread else { return }
        guard marked.seq <= mark.read, mark.from <= min(newest, read ?? 0) else {
            keptUnread = nil
            return
        }
        read = mark.from - 1
        unreadLine = mark.from - 1
    }

    /// The newest `seq` for which this run sent a read marker.
    private var markedByPerson: Int64 { marked.at == nil ? 0 : marked.seq }
}
