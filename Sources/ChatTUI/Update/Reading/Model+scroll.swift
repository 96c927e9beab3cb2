import ChatProtocol

extension Model {
    /// Moves through the room in front.
    ///
    /// - Parameter action: a page or half of one, up or down, or the newest.
    /// - Returns: a load when one comes to what is not held; what is read by coming to the newest.
    mutating func scroll(_ action: Action) -> [Effect] {
        let height = ScreenLayout(self).pane.height
        switch action {
        case .pageUp, .halfPageUp, .scrollUp:
            room.hasFailedToLoad = false
            room.isReadingDown = false
            scrollUp(by: Self.rows(of: action, height: height))
        case .pageDown, .halfPageDown, .scrollDown:
            room.hasFailedToLoad = false
            room.isReadingDown = true
            scrollDown(by: Self.rows(of: action, height: height))
        default: room.scroll = .newest
        }
        reading.target = nil
        if room.scroll == .newest {
            room.isReadingDown = false
            reading.forgetPlaces()
            room.timeline.trim(to: Timeline.eventLimit)
        }
        return loadWhatShows() + markShown()
    }

    /// How far an action scrolls, 1 or more.
    private static func rows(of action: Action, height: Int) -> Int {
        switch action {
        case .scrollUp, .scrollDown: min(wheelRows, max(1, height - 1))
        case .pageUp, .pageDown: max(1, height - 1)
        default: max(1, height / 2)
        }
    }

    /// Scrolls as far as there are rows above.
    private mutating func scrollUp(by rows: Int) {
        let pane = Pane(self)
        let start = pane.bottom
        var heights: [Int] = []
        var total = -start.clipped
        var item = start.item
        while item >= 0, total < pane.height + rows {
            heights.append(pane.rows(of: item).count)
            total += heights[heights.count - 1]
            item -= 1
        }
        var move = min(rows, max(0, total - pane.height)) + start.clipped
        guard move > start.clipped else {
            // All of it fits, so what was cleared away shows at once.
            room.writing.clearedThrough = 0
            return
        }
        // Down from the bottom item, item by item, until the rows to hide are used up.
        for (offset, height) in heights.enumerated() {
            if move < height {
                hold(start.item - offset, clipped: move)
                return
            }
            move -= height
        }
    }

    private mutating func scrollDown(by rows: Int) {
        guard case .held = room.scroll else { return }
        let pane = Pane(self)
        let start = pane.bottom
        var left = rows
        var clipped = start.clipped
        for item in start.item..<pane.count {
            let rows = pane.rows(of: item).count
            let height = item == start.item ? clipped : rows
            // One does not read on over what is missing: its row is the last until it came.
            if isGap(item) {
                if item > start.item, left > 0 { return hold(item, clipped: rows - 1) }
                if clipped == rows - 1 { return }
            }
            if left < height {
                clipped = height - left
                hold(item, clipped: clipped)
                return
            }
            left -= height
        }
        room.scroll = .newest
    }

    /// Whether something is missing above an item.
    private func isGap(_ item: Int) -> Bool {
        item < room.timeline.events.count && room.timeline.hole(before: item) != nil
    }

    /// Stays with an item at the bottom.
    ///
    /// - Parameters:
    ///   - clipped: how many of its rows lie below the edge.
    ///   - seen: the newest `seq` that is no news; `nil` is what it was, or the newest there is.
    mutating func hold(_ item: Int, clipped: Int, seen: Int64? = nil) {
        let before = if case .held(_, _, let seen) = room.scroll { seen } else { room.newest }
        let seen = seen ?? before
        let events = room.timeline.events
        let place = item - events.count
        if item < events.count {
            room.scroll = .held(.event(events[item].seq), clipped: clipped, seen: seen)
        } else if place < room.pending.count {
            let key = room.pending[place].message.key
            room.scroll = .held(.pending(key: key), clipped: clipped, seen: seen)
        }
    }
}
