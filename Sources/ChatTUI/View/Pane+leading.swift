import ChatProtocol

extension Pane {
    /// What stands above an item.
    ///
    /// - Parameter item: 0 to ``count`` - 1.
    /// - Returns: rows as wide as the pane.
    func leading(_ item: Int) -> [Line] {
        var rows: [Line] = []
        let events = room.timeline.events
        if item == 0, let line = startLine { rows.append(line) }
        if item < events.count {
            if let line = lostLine(before: item) { rows.append(line) }
            if let hole = room.timeline.hole(before: item) { rows.append(gapLine(hole)) }
        }
        if let line = dayLine(before: item) { rows.append(line) }
        if item < events.count, let line = unreadLine(before: item) { rows.append(line) }
        return rows
    }

    /// A line across the pane; where only text shows, the text alone.
    private func rule(_ text: String, style: Style) -> Line {
        guard isClean else { return .rule(text, width: width, style: style) }
        var line = Line("-- \(text)", style)
        line.truncate(to: width, mark: Glyph.more)
        return line
    }

    private var startLine: Line? {
        if room.timeline.reachesStart {
            return rule("beginning of \(room.title)", style: .dim)
        }
        guard !room.timeline.events.isEmpty else { return nil }
        if room.isAtOldest { return rule("older ones are no longer kept", style: .dim) }
        let text =
            room.timeline.events.count >= Timeline.readingLimit
            ? "no more fits here"
            : room.loading != nil
                ? "loading older messages"
                : room.hasFailedToLoad
                    ? "older messages did not come; PageUp tries again"
                    : "PageUp loads older messages"
        return rule(text, style: .dim)
    }

    private func gapLine(_ hole: ClosedRange<Int64>) -> Line {
        let missing = hole.upperBound - hole.lowerBound + 1
        let what = missing == 1 ? "1 event is" : "\(missing) events are"
        let text = room.loading != nil ? "\(what) on the way" : "\(what) missing; PageUp loads"
        return rule(text, style: .bold)
    }

    private func lostLine(before item: Int) -> Line? {
        let events = room.timeline.events
        let above = item > 0 ? events[item - 1].seq : 0
        let lost = room.timeline.lost.ranges.last { $0.upperBound < events[item].seq }
        guard let lost, lost.upperBound > above else { return nil }
        let text = "events \(lost.lowerBound)–\(lost.upperBound) are gone from the server"
        return rule(text, style: .bold)
    }

    private func dayLine(before item: Int) -> Line? {
        let time = LocalTime(moment(of: item), in: zone)
        if item > 0 {
            let above = LocalTime(moment(of: item - 1), in: zone).day
            // Imported history may step back a day; a message that waits has only this clock's
            // word.
            let isWaiting = item >= room.timeline.events.count
            if above == time.day || isWaiting && above > time.day { return nil }
        }
        let text = time.longDate.count + 4 <= width ? time.longDate : time.shortDate
        return rule(text, style: .dim)
    }

    private func unreadLine(before item: Int) -> Line? {
        let events = room.timeline.events
        guard let line = room.unreadLine, events[item].seq > line,
            room.isNews(events[item], for: reader)
        else { return nil }
        let first = room.timeline.firstIndex(atOrAfter: line + 1)
        guard !events[first..<item].contains(where: { room.isNews($0, for: reader) }) else {
            return nil
        }
        let style = Style(foreground: Palette.unread, bold: true)
        let isWhole = room.timeline.known.hole(after: line, before: room.newest + 1) == nil
        let told = isWhole ? nil : room.told?.left(after: line)
        let count = max(Int64(room.news(after: line, for: reader)), toldNews(told, after: line))
        return rule("\(count)\(told?.isMore == true ? "+" : "") new", style: style)
    }

    /// What the server counted, without who is ignored as far as that is known.
    private func toldNews(
        _ told: (unread: Int64, mentions: Int64, isMore: Bool)?,
        after line: Int64
    ) -> Int64 {
        guard let told else { return 0 }
        let counted = room.told?.newest ?? 0
        let first = room.timeline.firstIndex(atOrAfter: line + 1)
        let held = room.timeline.events[first...].count { event in
            event.seq <= counted && reader.ignored.contains(event.user)
                && room.isNews(event, for: reader.ofAll)
        }
        let unheld = room.unheldCount(after: line, ignored: reader.ignored, highlights: [])
        return told.unread - Int64(held) - unheld.ignored
    }

    private func moment(of item: Int) -> Timestamp {
        let events = room.timeline.events
        guard item >= events.count else { return events[item].at }
        return room.pending[item - events.count].message.at
    }
}
