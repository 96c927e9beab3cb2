import ChatProtocol

extension Model {
    /// How long a member is believed to be typing, in milliseconds.
    private static let typingSpan: Int64 = 6_000

    /// Takes an event of the stream.
    mutating func take(_ event: Event) -> [Effect] {
        switch event {
        case .durable(let event): take(event)
        case .ephemeral(let event): take(event)
        case .control(let event): take(event)
        }
    }

    /// Takes an event of the log; one that is known already changes nothing.
    ///
    /// - Returns: loads, read markers, the bell.
    mutating func take(_ event: DurableEvent) -> [Effect] {
        guard let index = index(of: event.room), Timeline.seqs.contains(event.seq) else {
            return []
        }
        var effects = follow(log: event.cursor?.log)
        switch rooms[index].timeline.origin(of: event) {
        case .held: break
        case .earlier: return effects
        case .later: effects += beginOther(index)
        }
        rooms[index].newest = max(rooms[index].newest, event.seq)
        let wasNamed = isNamed(inTargetOf: event, in: index)
        guard rooms[index].timeline.insert(event) else { return effects }
        // Where something is said there is somebody by now.
        if rooms[index].isTalkWithNobody { rooms[index].isLost = false }
        settle(event, in: index)
        rooms[index].typing[event.user] = nil
        rooms[index].receipts.hear()
        note(event, in: index)
        reword(by: event, wasNamed: wasNamed, in: index)
        effects += heed(event, in: index)
        if !isReplaying, isDirectoryTold, !rooms[index].isHereTold {
            // Of a room that nobody had written to, the server told nothing.
            rooms[index].isHereTold = true
            effects.append(.refreshMembers(event.room))
        }
        if !isReplaying, let hole = hole(below: event, in: index) {
            effects += load(index, before: hole)
        }
        absorbSent(in: index)
        if rooms[index].scroll == .newest {
            rooms[index].timeline.trim(to: Timeline.eventLimit)
        } else {
            rooms[index].timeline.trim(to: Timeline.readingLimit)
        }
        return effects + (index == front ? markShown() : [])
    }

    /// What an event says about its room.
    private mutating func note(_ event: DurableEvent, in index: Int) {
        if rooms[index].read == nil {
            // The server has not told yet: what there was at the stream's beginning is no news, and
            // what is said now is the first that is unread.
            let read = isReplaying ? rooms[index].newest : event.seq - 1
            rooms[index].read = read
            rooms[index].marked.seq = read
        }
        // Who said it has read it, and all before it if they had read that.
        if event.user == name, rooms[index].read == event.seq - 1 { rooms[index].read = event.seq }
        if case .room(let change) = event.content, let topic = change.topic {
            rooms[index].topic = topic
        }
        if case .member(let member, let role, _) = event.content, member == name {
            rooms[index].role = role
        }
        if case .delete(let target, _) = event.content { takeBack(target, by: event, in: index) }
        if reader.isNews(event), event.seq > rooms[index].read ?? 0 { noteUnread(event, in: index) }
    }

    private mutating func noteUnread(_ event: DurableEvent, in index: Int) {
        // What the server has counted already is not to be counted twice.
        if event.seq <= rooms[index].told?.newest ?? 0 {
            countUnread(in: index)
        } else {
            rooms[index].unread += 1
        }
        if index == front, !isReading(index), rooms[index].unreadLine == nil {
            // All before it was on the screen.
            rooms[index].unreadLine = event.seq - 1
        }
    }

    /// Notes that a message is gone: it is not unread any more.
    private mutating func takeBack(_ target: Int64, by event: DurableEvent, in index: Int) {
        guard target > rooms[index].read ?? 0 else { return }
        let unheld = rooms[index].unheld.removeValue(forKey: target)
        if var told = rooms[index].told, told.newest < event.seq,
            target > told.read, target <= told.newest
        {
            // The server counted it before it was gone.
            let room = rooms[index]
            let message = room.timeline.index(of: target).map { room.timeline.events[$0] }
            if message.map(reader.ofAll.isNews) ?? (event.user != name) {
                told.unread = max(0, told.unread - 1)
                let isNamed = message.map { reader.isNamed(in: $0, of: room) }
                if isNamed ?? unheld?.isNamed ?? false {
                    told.mentions = max(0, told.mentions - 1)
                }
            }
            rooms[index].told = told
        }
        countUnread(in: index)
    }

    /// Counts a mention, and rings for it.
    private mutating func heed(_ event: DurableEvent, in index: Int) -> [Effect] {
        guard case .message(let message) = event.content, event.user != name,
            !writing.preferences.ignored.contains(event.user),
            !isReading(index), event.seq > rooms[index].read ?? 0
        else { return [] }
        let isMention = calls(message.text, by: event.user)
        if isMention, event.seq > rooms[index].told?.newest ?? 0 { rooms[index].mentions += 1 }
        guard !isReplaying else { return [] }
        guard rings(for: message, by: event.user, in: index) else { return [] }
        return call(for: message, by: event.user, in: index)
    }

    /// Whether the person wants to be called for a message.
    ///
    /// - Parameter message: of somebody else.
    /// - Returns: `true` if so.
    func rings(for message: Message, by user: MemberName, in index: Int) -> Bool {
        switch rings(for: rooms[index].name) {
        case .all: true
        case .mentions: calls(message.text, by: user) || rooms[index].isDirect
        case .none: false
        }
    }

    /// The `seq` to load before when something is missing right below an event.
    private func hole(below event: DurableEvent, in index: Int) -> Int64? {
        let timeline = rooms[index].timeline
        guard let place = timeline.index(of: event.seq), timeline.hole(before: place) != nil
        else { return nil }
        return event.seq
    }

    private mutating func take(_ event: EphemeralEvent) -> [Effect] {
        guard let index = index(of: event.room) else { return [] }
        rooms[index].receipts.hear()
        switch event {
        case .presence(_, let user, let isHere):
            rooms[index].notePresence(of: user, isHere: isHere)
            return index == front ? refreshHere() : []
        case .typing(_, let user):
            guard user != name, !writing.preferences.ignored.contains(user),
                rooms[index].typing.count < Room.typingLimit
            else { return [] }
            rooms[index].typing[user] = now.adding(milliseconds: Self.typingSpan)
        case .read(_, let seq):
            guard Timeline.seqs.contains(seq) else { return [] }
            // What one called unread stays so until more was read elsewhere.
            guard !rooms[index].isKeptUnread || seq > rooms[index].marked.seq else { return [] }
            rooms[index].keptUnread = nil
            rooms[index].read = max(rooms[index].read ?? 0, seq)
            rooms[index].marked.seq = max(rooms[index].marked.seq, seq)
            countUnread(in: index)
        }
        return []
    }
}
