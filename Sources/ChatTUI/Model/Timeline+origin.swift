import ChatProtocol

extension Timeline {
    /// Which room an event is of: one may be deleted, and another one of its name made.
    enum Origin {
        /// The one that is held, as far as can be told.
        case held
        /// One that was deleted before what is held was said.
        case earlier
        /// One that was made since.
        case later
    }

    /// Tells which room an event is of by its position: in one room of one log it rises with `seq`.
    ///
    /// - Parameter event: of a room of this name; one without a cursor tells nothing.
    /// - Returns: ``Origin/held`` where nothing speaks against it.
    /// - Complexity: O(log events).
    func origin(of event: DurableEvent) -> Origin {
        guard let cursor = event.cursor else { return .held }
        let place = firstIndex(atOrAfter: event.seq)
        let isTaken = place < events.count && events[place].seq == event.seq
        if isTaken, let held = position(at: place, in: cursor.log) {
            guard held != cursor.position else { return .held }
            return held < cursor.position ? .later : .earlier
        }
        let next = position(at: isTaken ? place + 1 : place, in: cursor.log)
        if let next, next < cursor.position { return .later }
        let previous = position(at: place - 1, in: cursor.log)
        if let previous, previous > cursor.position { return .earlier }
        return .held
    }

    /// Tells which room a page is of: its first event shows whether it is of a later one, its last
    /// whether it is of an earlier one.
    ///
    /// - Parameter page: events of one room of this name in any order.
    /// - Returns: ``Origin/held`` where nothing speaks against it.
    /// - Complexity: O(page + log events).
    func origin(of page: [DurableEvent]) -> Origin {
        let placed = page.filter { $0.cursor != nil && Self.seqs.contains($0.seq) }
        let first = placed.min { $0.seq < $1.seq }
        if let first, origin(of: first) == .later { return .later }
        let last = placed.max { $0.seq < $1.seq }
        if let last, origin(of: last) == .earlier { return .earlier }
        return .held
    }

    /// The position of an event that is held; `nil` if there is none, or it is of another log.
    private func position(at place: Int, in log: LogName) -> Int64? {
        guard events.indices.contains(place), let cursor = events[place].cursor, cursor.log == log
        else { return nil }
        return cursor.position
    }
}
