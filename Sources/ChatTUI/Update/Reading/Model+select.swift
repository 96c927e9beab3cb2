import ChatProtocol

/// Moving through the messages of the room in front, one of them selected.
extension Model {
    /// Selects the newest message that shows.
    ///
    /// - Returns: a load if one comes to what is not held.
    mutating func beginSelecting() -> [Effect] {
        overlay = nil
        completion = nil
        let pane = Pane(self)
        let shown = pane.window().items
        guard let item = shown.last(where: isSelectable) ?? nearest(from: shown.lowerBound, by: -1)
        else { return show(notice: nothingToSelect) }
        let back = room.scroll
        // What comes meanwhile must not move what one is about to act on.
        if back == .newest, pane.bottom.item >= 0 { hold(pane.bottom.item, clipped: 0) }
        writing.mode = .select(Selection(item: name(of: item), back: back))
        return reveal(item)
    }

    /// Why there is no message to be selected.
    private var nothingToSelect: String {
        guard room.writing.clearedThrough > 0 else { return "nothing was said here yet" }
        let key = keys.label(of: .pageUp).map { "; \($0) brings back what was said" } ?? ""
        return "the screen was emptied\(key)"
    }

    /// Shows what showed before, exactly.
    ///
    /// - Returns: what is read by that.
    mutating func leaveSelecting() -> [Effect] {
        guard let selection else { return [] }
        writing.mode = .line
        room.scroll = selection.back
        return loadWhatShows() + markShown()
    }

    /// The message that is selected, or was when a question or an emoji was asked for.
    var selection: Selection? {
        switch writing.mode {
        case .select(let selection), .react(_, let selection): selection
        case .ask(let question): question.selection
        case .line, .recall: nil
        }
    }

    /// Where the selected message stands in the pane; `nil` if it is gone.
    var selectedItem: Int? { selection.flatMap { place(of: $0.item) } }

    /// Moves the selection.
    ///
    /// - Parameter action: one of those that move.
    /// - Returns: a load when one comes to what is not held.
    mutating func move(_ action: SelectAction) -> [Effect] {
        guard let item = selectedItem else { return leaveSelecting() }
        let page = max(1, ScreenLayout(self).pane.height / 2)
        let count = room.timeline.events.count + room.pending.count
        let target: Int? =
            switch action {
            case .older: nearest(from: item - 1, by: -1)
            case .newer: nearest(from: item + 1, by: 1)
            case .oldest: nearest(from: 0, by: 1)
            case .newest: nearest(from: count - 1, by: -1)
            case .pageUp: nearest(from: max(0, item - page), by: -1) ?? nearest(from: 0, by: 1)
            case .pageDown:
                nearest(from: min(count - 1, item + page), by: 1)
                    ?? nearest(from: count - 1, by: -1)
            default: nil
            }
        guard let target else { return action == .older ? loadOlder() : [] }
        select(target)
        return reveal(target)
    }

    /// Selects another message.
    private mutating func select(_ item: Int) {
        guard let selection else { return }
        writing.mode = .select(Selection(item: name(of: item), back: selection.back))
    }

    /// Selects the message at an item, or the next one above it; without any the mode ends.
    ///
    /// - Parameter item: where the selected one was or is now.
    /// - Returns: what is loaded for it.
    mutating func selectAgain(_ item: Int) -> [Effect] {
        let last = room.timeline.events.count + room.pending.count - 1
        guard let found = nearest(from: min(item, last), by: -1) else { return leaveSelecting() }
        select(found)
        return reveal(found)
    }

    private mutating func loadOlder() -> [Effect] {
        guard let first = room.timeline.events.first, !room.timeline.reachesStart else { return [] }
        room.hasFailedToLoad = false
        return load(front, before: first.seq)
    }

    // MARK: - Items

    /// Whether one can act on an item: something said, by someone who is not ignored.
    ///
    /// - Returns: `true` if one can.
    func isSelectable(_ item: Int) -> Bool {
        let events = room.timeline.events
        guard item < events.count else { return item - events.count < room.pending.count }
        guard item >= 0, case .message = events[item].content else { return false }
        return !writing.preferences.ignored.contains(events[item].user)
    }

    /// The first selectable item in a direction.
    private func nearest(from start: Int, by step: Int) -> Int? {
        let count = room.timeline.events.count + room.pending.count
        var item = start
        while item >= 0, item < count {
            if isSelectable(item) { return item }
            item += step
        }
        return nil
    }

    private func name(of item: Int) -> Scroll.Item {
        let events = room.timeline.events
        guard item >= events.count else { return .event(events[item].seq) }
        return .pending(key: room.pending[item - events.count].message.key)
    }

    private func place(of item: Scroll.Item) -> Int? {
        switch item {
        case .event(let seq): room.timeline.index(of: seq)
        case .pending(let key):
            room.pending.firstIndex { $0.message.key == key }
                .map { room.timeline.events.count + $0 }
        }
    }

    // MARK: - Showing the selected one

    /// Scrolls so that the selected message shows.
    ///
    /// - Returns: a load if what shows is not whole.
    mutating func revealSelected() -> [Effect] { selectedItem.map { reveal($0) } ?? [] }

    /// Scrolls as little as brings an item on the screen whole, or its beginning if it is too long.
    ///
    /// - Returns: a load if what shows is not whole.
    private mutating func reveal(_ item: Int) -> [Effect] {
        let pane = Pane(self)
        let start = pane.bottom
        if item > start.item || item == start.item && start.clipped > 0 {
            let rows = pane.rows(of: item).count - pane.leading(item).count
            hold(item, clipped: max(0, rows - pane.height))
        } else if !isTopVisible(item, in: pane) {
            holdTop(item, in: pane)
        }
        return loadWhatShows()
    }

    private func isTopVisible(_ item: Int, in pane: Pane) -> Bool {
        let start = pane.bottom
        guard start.item - item < pane.height else { return false }
        // What stands above the message need not be seen.
        var rows = -start.clipped - pane.leading(item).count
        for number in item...max(item, start.item) { rows += pane.rows(of: number).count }
        return rows <= pane.height
    }

    /// Puts an item's first row at the top, or all at the newest where that fits.
    private mutating func holdTop(_ item: Int, in pane: Pane) {
        var rows = -pane.leading(item).count
        for number in item..<pane.count {
            rows += pane.rows(of: number).count
            guard rows >= pane.height else { continue }
            hold(number, clipped: rows - pane.height)
            return
        }
        hold(pane.count - 1, clipped: 0)
    }
}
