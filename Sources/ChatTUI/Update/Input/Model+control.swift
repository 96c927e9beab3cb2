import ChatProtocol

extension Model {
    /// Takes an event about the stream itself.
    ///
    /// - Returns: loads that follow from it.
    mutating func take(_ event: ControlEvent) -> [Effect] {
        switch event {
        case .open(let ranges, _): return open(ranges)
        case .live:
            isReplaying = false
            return rooms.indices.flatMap { loadMissing($0) } + loadListedMembers() + refreshHere()
                + markShown() + loadReadStates()
        case .ping(_, let cursor): return follow(log: cursor.log)
        case .gap(let gap): return take(gap)
        case .error(let room, let problem):
            guard let room else { return show(notice: problem.detail) }
            return lose(room, problem)
        case .lag, .bye: return []
        }
    }

    /// A stream opened: rooms of which the newest is not held load it.
    private mutating func open(_ ranges: [ControlEvent.RoomRange]) -> [Effect] {
        isReplaying = true
        var effects: [Effect] = []
        if needsDirectory {
            needsDirectory = false
            effects.append(.loadRooms)
        }
        // No server may have been there to be asked for them.
        effects += rooms.filter(\.isBeingMade).map { Effect.decide($0.name, $0.entry) }
        forgetAskedOriginals()
        for index in rooms.indices {
            rooms[index].isMembersAsked = false
            rooms[index].forgetHere()
        }
        for range in ranges {
            guard let index = index(of: range.room) else { continue }
            rooms[index].hasFailedToLoad = false
            let isEmpty = range.newest == 0
            // It is waited for all the same.
            if !(rooms[index].isTalkWithNobody && isEmpty) { rooms[index].isLost = false }
            rooms[index].isOfOther = false
            if Timeline.seqs.contains(range.oldest) { rooms[index].oldest = range.oldest }
            if Timeline.seqs.contains(range.newest) {
                rooms[index].newest = max(rooms[index].newest, range.newest)
            }
            if range.newest == 0, rooms[index].timeline.events.isEmpty {
                rooms[index].timeline.merge([], before: nil, atStart: true)
            } else if !rooms[index].isUpToDate || rooms[index].timeline.events.isEmpty {
                effects += load(index, before: nil)
            }
        }
        return effects
    }

    /// Loads the newest page if it is not held, else the newest stretch that is missing.
    private mutating func loadMissing(_ index: Int) -> [Effect] {
        guard !rooms[index].isLost else { return [] }
        if !rooms[index].isUpToDate { return load(index, before: nil) }
        guard let hole = rooms[index].timeline.newestHole else { return [] }
        return load(index, before: hole.before)
    }

    private mutating func take(_ gap: ControlEvent.Gap) -> [Effect] {
        guard let index = index(of: gap.room) else { return [] }
        guard gap.isOfOldEnd else {
            // Another log's numbers say nothing about what is held.
            return beginAnew([index])
        }
        let range = max(gap.from, 1)...max(gap.to, gap.from, 1)
        if Timeline.seqs.contains(range.upperBound) { rooms[index].timeline.lose(range) }
        return []
    }

    /// Notes which log the events are of; when it is another one, begins anew.
    ///
    /// - Parameter log: from a cursor; `nil` says nothing.
    /// - Returns: loads for all rooms if the log changed.
    mutating func follow(log: LogName?) -> [Effect] {
        guard let log, log != self.log else { return [] }
        defer { self.log = log }
        guard self.log != nil else { return [] }
        return beginAnew(rooms.indices)
    }
}
