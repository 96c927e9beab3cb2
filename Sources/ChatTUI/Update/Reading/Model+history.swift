import ChatProtocol

extension Model {
    /// Asks for a page of a room's history, one at a time.
    ///
    /// - Parameter before: the `seq` to end before; `nil` for the newest page.
    /// - Returns: nothing while a page is on its way, or when no more events are held.
    mutating func load(_ index: Int, before: Int64?) -> [Effect] {
        load(index, .before(before))
    }

    /// Asks for a page of a room's history, one at a time.
    ///
    /// - Returns: nothing while a page is on its way, or when no more events are held.
    mutating func load(_ index: Int, _ part: Room.Load) -> [Effect] {
        let room = rooms[index]
        guard room.loading == nil, !room.isBeingMade else { return [] }
        if part != .before(nil), room.timeline.events.count >= Timeline.readingLimit { return [] }
        rooms[index].loading = part
        switch part {
        case .before(let seq): return [.loadHistory(room.name, before: seq)]
        case .after(let seq): return [.loadAfter(room.name, seq: seq)]
        case .around(let seq): return [.loadAround(room.name, seq: seq)]
        }
    }

    /// Takes a page of history.
    ///
    /// - Parameters:
    ///   - page: every event of the log from its first to its end.
    ///   - atStart: whether nothing lies before it.
    /// - Returns: the next load, if what shows is still not whole.
    mutating func merge(_ page: [DurableEvent], in name: RoomName, atStart: Bool) -> [Effect] {
        guard let index = index(of: name), !takeStalePage(in: index) else { return [] }
        let load = rooms[index].loading
        rooms[index].loading = nil
        let known = rooms[index].timeline.known
        let page = page.filter { $0.room == name }
        switch rooms[index].timeline.origin(of: page) {
        case .held: break
        case .earlier:
            rooms[index].hasFailedToLoad = true
            return []
        case .later: return beginOther(index)
        }
        let top = index == front ? topToKeep(load) : nil
        put(page, of: load, into: index, atStart: atStart)
        rooms[index].newest = max(rooms[index].newest, rooms[index].timeline.last)
        // A page that tells nothing new would be asked for again and again.
        let isNews = rooms[index].timeline.known != known || atStart
        rooms[index].hasFailedToLoad = !isNews
        for event in page { settle(event, in: index) }
        absorbSent(in: index)
        noteRead(in: index)
        countUnread(in: index)
        let unheld = askUnheld(in: index)
        guard index == front else { return unheld }
        if let top { keep(top) }
        return unheld + takeAim() + loadWhatShows() + markShown()
    }

    /// Whether the page that came, or did not, was asked for before the room began anew.
    ///
    /// Its numbers are other events. Pages come in the order in which they were asked for.
    private mutating func takeStalePage(in index: Int) -> Bool {
        guard rooms[index].stalePages > 0 else { return false }
        rooms[index].stalePages -= 1
        return true
    }

    /// Puts a page into a room's timeline.
    private mutating func put(
        _ page: [DurableEvent],
        of load: Room.Load?,
        into index: Int,
        atStart: Bool
    ) {
        let end = page.map(\.seq).max().map { min($0, Timeline.seqs.upperBound) + 1 }
        switch load {
        case .before(let seq):
            rooms[index].timeline.merge(page, before: seq, atStart: atStart)
        case .after(let seq):
            // A page without anything says that there is nothing up to what is held.
            let timeline = rooms[index].timeline
            let next = timeline.events.dropFirst(timeline.firstIndex(atOrAfter: seq + 1)).first
            let end = page.isEmpty ? next?.seq : end
            rooms[index].timeline.merge(page, after: seq, before: end, atStart: false)
        case .around, nil:
            // Without an end a page tells of nothing but of itself.
            rooms[index].timeline.merge(page, before: end ?? 1, atStart: atStart)
        }
    }

    /// The first row that shows, where a page is to come in below it.
    private func topToKeep(_ load: Room.Load?) -> (seq: Int64, hidden: Int)? {
        guard case .after? = load, case .held = room.scroll else { return nil }
        let pane = Pane(self)
        let start = pane.bottom
        var left = pane.height + start.clipped
        var item = start.item
        while item >= 0 {
            let rows = pane.rows(of: item).count
            if rows >= left || item == 0 {
                guard item < room.timeline.events.count else { return nil }
                return (room.timeline.events[item].seq, max(0, rows - left))
            }
            left -= rows
            item -= 1
        }
        return nil
    }

    private mutating func keep(_ top: (seq: Int64, hidden: Int)) {
        guard let item = room.timeline.index(of: top.seq) else { return }
        show(item: item, row: -top.hidden)
    }

    /// Notes that a page did not come.
    mutating func failToLoad(_ name: RoomName, reason: String) -> [Effect] {
        guard let index = index(of: name), !takeStalePage(in: index) else { return [] }
        rooms[index].loading = nil
        rooms[index].hasFailedToLoad = true
        if index == front { reading.target = nil }
        // With no stream the status line says it already; what is being made has no page yet.
        if isConnected, !rooms[index].isBeingMade { notice = "\(name): \(reason)" }
        return []
    }

    /// Loads what is missing in what shows: a hole, or what lies before the first event.
    ///
    /// - Returns: one load at most.
    mutating func loadWhatShows() -> [Effect] {
        guard overlay == nil else { return [] }
        let originals = loadOriginals(of: Pane(self).window().items)
        return originals + loadListedMembers() + refreshHere() + loadMissingPart()
    }

    private mutating func loadMissingPart() -> [Effect] {
        guard room.loading == nil, !room.hasFailedToLoad else { return [] }
        let events = room.timeline.events
        guard !events.isEmpty else {
            return room.timeline.reachesStart || !isConnected ? [] : load(front, before: nil)
        }
        let pane = Pane(self)
        let shown = pane.window().items
        for item in shown.reversed() where item < events.count {
            guard room.timeline.hole(before: item) != nil else { continue }
            let isFromAbove = room.isReadingDown && shown.contains(item - 1)
            return load(
                front,
                isFromAbove ? .after(events[item - 1].seq) : .before(events[item].seq)
            )
        }
        guard shown.contains(0), !room.timeline.reachesStart, !room.isAtOldest else { return [] }
        return load(front, before: events[0].seq)
    }

    /// Brings the read marker and the unread line into agreement with what is held.
    private mutating func noteRead(in index: Int) {
        guard rooms[index].read == nil, index != front else { return }
        // Without the server's word, what there is at first is no news.
        rooms[index].read = rooms[index].newest
        rooms[index].marked.seq = rooms[index].newest
    }
}
