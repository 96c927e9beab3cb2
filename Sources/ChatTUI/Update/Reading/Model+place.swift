import ChatProtocol

extension Model {
    /// Where one is.
    var place: Reading.Place {
        Reading.Place(
            room: room.name,
            scroll: room.scroll,
            unreadLine: room.unreadLine,
            spot: reading.spot
        )
    }

    /// Goes to a message, loading what is around it; ``jumpBack()`` returns to where one was.
    ///
    /// - Parameters:
    ///   - name: its room, which is joined if it is not followed; `nil` is the room in front.
    mutating func jump(to seq: Int64, in name: RoomName? = nil) -> [Effect] {
        guard Timeline.seqs.contains(seq) else { return [] }
        let origin = place
        var effects: [Effect] = []
        if let name, name != room.name {
            guard let index = index(of: name) else { return join(name, toSee: seq) }
            effects = show(index, keepingJumps: true)
        }
        overlay = nil
        reading.remember(origin)
        return effects + spotlight(seq)
    }

    /// Goes back to where one was before the last jump, to the row.
    ///
    /// - Returns: `nil` if there was none.
    mutating func jumpBack() -> [Effect]? {
        reading.takePlace().map { go(to: $0) }
    }

    /// Goes to a place as it was.
    ///
    /// - Parameter place: of a room that may have been left since.
    /// - Returns: what is loaded for it, and what is read by that.
    mutating func go(to place: Reading.Place) -> [Effect] {
        guard let index = index(of: place.room) else {
            return show(notice: "you are not in \(place.room) any more")
        }
        if index != front { enter(index) }
        reading.target = nil
        reading.spot = place.spot
        room.scroll = place.scroll
        if let line = place.unreadLine { room.unreadLine = line }
        return loadWhatShows() + markShown()
    }

    /// Lets a message of the room in front stand out, and brings it on the screen.
    ///
    /// - Returns: what is loaded for it.
    mutating func spotlight(_ seq: Int64) -> [Effect] {
        reading.spot = seq
        return aim(at: seq, isAtTop: false)
    }

    /// Brings an event of the room in front on the screen, now or when it is held.
    ///
    /// - Parameter isAtTop: whether it is to stand at the top.
    /// - Returns: what is loaded for it.
    mutating func aim(at seq: Int64, isAtTop: Bool) -> [Effect] {
        reading.target = Reading.Target(seq: seq, isAtTop: isAtTop)
        room.isReadingDown = true
        return takeAim() + loadWhatShows() + markShown()
    }

    /// Brings what was aimed at on the screen, if it is held, and asks for it once if it is not.
    mutating func takeAim() -> [Effect] {
        guard let target = reading.target else { return [] }
        if room.timeline.known.contains(target.seq) {
            reading.target = nil
            let item = room.timeline.firstIndex(atOrAfter: target.seq)
            let height = ScreenLayout(self).pane.height
            let row = target.isAtTop ? (height >= 6 ? 1 : 0) : height / 3
            show(item: item, row: row, seen: target.isAtTop ? target.seq - 1 : nil)
            return []
        }
        guard room.loading == nil else { return [] }
        guard !target.isAsked else {
            guard let first = room.timeline.events.first?.seq, first > target.seq else {
                reading.target = nil
                return show(notice: "that message did not come")
            }
            // What came is the nearest that there is.
            reading.target?.seq = first
            return takeAim() + show(notice: "older ones are no longer kept")
        }
        reading.target?.isAsked = true
        return load(front, .around(target.seq))
    }

    /// Scrolls so that an item's first row stands some rows below the top, or at the newest if all
    /// behind it fits.
    ///
    /// - Parameters:
    ///   - row: rows above it; fewer than none hides its first ones.
    ///   - seen: the newest `seq` that is no news; `nil` leaves it.
    mutating func show(item: Int, row: Int, seen: Int64? = nil) {
        let pane = Pane(self)
        let height = max(1, pane.height - row)
        var total = 0
        for item in max(0, item)..<max(pane.count, item, 0) {
            total += pane.rows(of: item).count
            guard total >= height else { continue }
            if item == pane.count - 1, total == height { break }
            return hold(item, clipped: total - height, seen: seen)
        }
        room.scroll = .newest
    }
}
