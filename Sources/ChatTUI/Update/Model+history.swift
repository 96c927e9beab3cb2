import ChatProtocol

extension Model {
    /// Asks for a page of a room's history, one at a time.
    ///
    /// - Parameters:
    ///   - index: of the room.
    ///   - before: the `seq` to end before; `nil` for the newest page.
    /// - Returns: nothing while a page is on its way, or when no more events are held.
    mutating func load(_ index: Int, before: Int64?) -> [Effect] {
        guard rooms[index].loading == nil else { return [] }
        if before != nil, rooms[index].timeline.events.count >= Timeline.readingLimit {
            return []
        }
        rooms[index].loading = Room.Load(before: before)
        return [.loadHistory(rooms[index].name, before: before)]
    }

    /// Takes a page of history.
    ///
    /// - Parameters:
    ///   - page: every event of the log from its first to its end.
    ///   - name: the room.
    ///   - atStart: whether nothing lies before it.
    /// - Returns: the next load, if what shows is still not whole.
    mutating func merge(_ page: [DurableEvent], in name: RoomName, atStart: Bool) -> [Effect] {
        guard let index = index(of: name) else { return [] }
        let load = rooms[index].loading
        rooms[index].loading = nil
        let known = rooms[index].timeline.known
        let page = page.filter { $0.room == name }
        let end = page.map(\.seq).max().map { min($0, Timeline.seqs.upperBound) + 1 }
        rooms[index].timeline.merge(
            page,
            before: load == nil ? end : load?.before,
            atStart: atStart
        )
        rooms[index].newest = max(rooms[index].newest, rooms[index].timeline.last)
        // A page that tells nothing new would be asked for again and again.
        let isNews = rooms[index].timeline.known != known || atStart
        rooms[index].hasFailedToLoad = !isNews
        for event in page { settle(event, in: index) }
        absorbSent(in: index)
        noteRead(in: index)
        countMentions(in: index)
        guard index == front else { return [] }
        return loadWhatShows() + markShown()
    }

    /// Takes it that a page did not come.
    ///
    /// - Parameters:
    ///   - name: the room.
    ///   - reason: for people.
    /// - Returns: nothing to do.
    mutating func failToLoad(_ name: RoomName, reason: String) -> [Effect] {
        guard let index = index(of: name) else { return [] }
        rooms[index].loading = nil
        rooms[index].hasFailedToLoad = true
        // With no stream the status line says it already.
        if isConnected { notice = "\(name): \(reason)" }
        return []
    }

    /// Loads what is missing in what shows: a hole, or what lies before the first event.
    ///
    /// - Returns: one load at most.
    mutating func loadWhatShows() -> [Effect] {
        guard overlay == nil, room.loading == nil, !room.hasFailedToLoad else { return [] }
        let events = room.timeline.events
        guard !events.isEmpty else {
            return room.timeline.reachesStart || !isConnected ? [] : load(front, before: nil)
        }
        let pane = Pane(self)
        let shown = pane.window().items
        for item in shown.reversed() where item < events.count {
            if room.timeline.hole(before: item) != nil {
                return load(front, before: events[item].seq)
            }
        }
        guard shown.contains(0), !room.timeline.reachesStart else { return [] }
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
