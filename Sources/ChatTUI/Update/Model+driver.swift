package import ChatProtocol

/// What the driver asks the model.
extension Model {
    /// The rooms that are followed, in the order of the room list.
    ///
    /// Those that are yet to be made are left out, unless there is no other one: a stream is of one
    /// room at least.
    package var followed: [RoomName] {
        let made = rooms.filter { !$0.isBeingMade }
        return (made.isEmpty ? rooms : made).map(\.name)
    }

    /// The room whose messages show.
    package var frontRoom: RoomName { room.name }

    /// What is typed and not sent, by room; rooms without a draft are left out.
    package var drafts: [RoomName: String] {
        var drafts = writing.kept.mapValues(\.draft).filter { !$0.value.isEmpty }
        for room in rooms {
            let text = room.draft
            if !text.isEmpty { drafts[room.name] = text }
        }
        return drafts
    }

    /// Follows the rooms of an earlier run as well, behind those that are named now.
    ///
    /// - Parameter kept: in order; those that one stream cannot carry are left out.
    package mutating func restore(rooms kept: [RoomName]) {
        for name in kept where index(of: name) == nil && rooms.count < Limits.streamRooms {
            rooms.append(Room(name))
        }
    }

    /// Puts a draft of an earlier run back into a room's line, if nothing is typed there.
    ///
    /// - Parameter room: one that is not followed has it when it is.
    package mutating func restoreDraft(_ text: String, in room: RoomName) {
        guard let index = index(of: room) else { return keep(for: room) { $0.draft = text } }
        guard rooms[index].editor.isEmpty else { return }
        rooms[index].editor = LineEditor(text)
    }

    /// What the lines are for, by room; rooms in which a message of its own is typed are left out.
    package var purposes: [RoomName: String] {
        var purposes = writing.kept.mapValues(\.purpose).filter { !$0.value.isEmpty }
        for room in rooms {
            let text = room.keptPurpose
            if !text.isEmpty { purposes[room.name] = text }
        }
        return purposes
    }

    /// Makes the draft of an earlier run what it was: an answer, or another text for a message.
    ///
    /// - Parameters:
    ///   - text: as ``purposes`` has it; what is none of these changes nothing.
    ///   - room: one that is not followed has it when it is.
    package mutating func restorePurpose(_ text: String, in room: RoomName) {
        guard let index = index(of: room) else { return keep(for: room) { $0.purpose = text } }
        rooms[index].restorePurpose(text)
    }

    /// Sends a line that was typed elsewhere than on the screen, or does what it commands.
    ///
    /// - Returns: what the driver is to do.
    mutating func submit(_ line: String) -> [Effect] {
        if case .ask(let question) = writing.mode { return answer(line, to: question) }
        if let words = refusalOfLine(line) ?? Self.refusal(ofLine: line) {
            mistakes += 1
            return show(notice: words)
        }
        overlay = nil
        notice = nil
        completion = nil
        room.editor = LineEditor(line)
        let typed = room.editor.text
        let effects = send()
        if effects.isEmpty, room.editor.text == typed, !keepRefused(line) { noteMistake(typed) }
        // What was a mistake stands above already; the next line begins anew.
        room.editor = LineEditor()
        return effects
    }

    /// Notes a line that is still there; blanks say nothing, and are none.
    private mutating func noteMistake(_ line: String) {
        if case .nothing = entry(of: line) { return }
        mistakes += 1
    }

    /// Keeps words for which there is no room, as one keeps what the server refuses.
    ///
    /// - Returns: false where there is a room, or nothing that can be kept.
    private mutating func keepRefused(_ line: String) -> Bool {
        guard let reason = roomRefusal, room.pending.count < Room.pendingLimit,
            case .message(let text) = entry(of: line)
        else { return false }
        let message = OutgoingMessage(key: drawKey(), room: room.name, text: text, at: now)
        var pending = Pending(message: message, author: name)
        pending.state = .refused(reason)
        room.pending.append(pending)
        // It is told with the words.
        notice = nil
        return true
    }

    /// Takes a line as the answer to what was asked: it is never said in the room.
    private mutating func answer(_ line: String, to question: Question) -> [Effect] {
        if case .why(let seq, _, let before) = question.kind {
            let effects = takeReason(line, of: seq, before: before, question)
            // What cannot be said is no answer.
            if case .ask(let next) = writing.mode, next.reason != nil { mistakes += 1 }
            return effects
        }
        let effects = Self.key(for: line).map { take($0, nil, answering: question) } ?? []
        guard case .ask(let next) = writing.mode, next.kind == question.kind else {
            return effects
        }
        mistakes += 1
        return effects + show(notice: "that is not an answer")
    }

    /// Whether something that was ordered is asked about first, besides leaving.
    package var awaitsAnswer: Bool {
        guard case .ask(let question) = writing.mode else { return false }
        if case .leave = question.kind { return false }
        return true
    }

    /// The key that an answer stands for.
    ///
    /// A sentence is none, whatever it begins with.
    private static func key(for line: String) -> Key? {
        let words = line.split(whereSeparator: \.isWhitespace)
        guard let word = words.first?.lowercased() else { return Key(.enter) }
        let short = ["yes": "y", "no": "n"][word] ?? word
        guard words.count == 1, short.count == 1, let sign = short.first else { return nil }
        return Key(.character(sign))
    }

    /// Whether a message or a change of one's own waits for its acknowledgement.
    package var hasUnsent: Bool {
        rooms.contains { room in
            room.pending.contains { $0.state == .waiting }
                || room.writing.changes.contains { $0.state == .waiting }
        }
    }

    /// Whether a line can be done as it is meant: what was said last has come, or no server is
    /// there to ask.
    package var isSettled: Bool {
        switch health {
        case .offline: true
        case .live, .stale: room.loading == nil && !hasUnsent
        case .connecting, .catchingUp: false
        }
    }

    /// Whether files are on their way, or the server still searches.
    package var isBusy: Bool { !transfers.isEmpty || reading.found?.isDone == false }

    /// When the next tick is due, because something on the screen changes by then; `nil` if nothing
    /// does.
    ///
    /// Before each batch of inputs a tick is welcome too, so that `now` is right.
    package var wakeAt: Timestamp? {
        var moments = room.typing.values.map(\.self) + [dueAt].compactMap(\.self)
        if case .offline(_, let retryAt?) = health, retryAt > now {
            moments.append(now.adding(milliseconds: 1_000))
        }
        if let watch = reading.watch, watch.room == room.name, watch.seq > room.read ?? 0 {
            let read = watch.since.adding(milliseconds: Self.peekInterval)
            let asked = isViewed(since: watch.since) ? nil : viewerCheck.askedAt
            moments.append(max(read, asked?.adding(milliseconds: ViewerCheck.interval) ?? read))
        }
        moments += [viewerCheckDueAt, receiptsDueAt, hereDueAt].compactMap(\.self)
        return moments.min()
    }

    /// When something is to be done, also where nothing of this shows; `nil` if nothing is.
    package var dueAt: Timestamp? {
        var moments: [Timestamp] = []
        for room in rooms {
            moments += room.writing.changes.compactMap(\.expiresAt)
        }
        for room in rooms where needsMark(room) {
            moments.append((room.marked.at ?? now).adding(milliseconds: Self.markInterval))
        }
        return moments.min()
    }
}

extension Model {
    /// What of a room's log is held behind a position, for those who keep it.
    ///
    /// - Complexity: O(events behind it).
    ///
    /// - Parameter position: of the last event that is kept already.
    /// - Returns: events in order, all that are held and behind which nothing is on its way.
    package func news(behind position: Int64, in name: RoomName) -> ArraySlice<DurableEvent> {
        let events = settled(in: name)
        let kept = events.lastIndex { ($0.cursor?.position ?? 0) <= position }
        return events[(kept.map { $0 + 1 } ?? events.startIndex)...]
    }

    /// The newest event of a room before which nothing is on its way.
    ///
    /// - Returns: `nil` while there is none.
    package func newestHeld(in name: RoomName) -> DurableEvent? { settled(in: name).last }

    /// The newest event of a room up to a position, of those that are held.
    ///
    /// - Complexity: O(events behind it).
    ///
    /// - Returns: `nil` while there is none, as ``newestHeld(in:)``.
    package func newestHeld(in name: RoomName, upTo position: Int64) -> DurableEvent? {
        settled(in: name).last { event in
            event.cursor.map { $0.position <= position } ?? false
        }
    }

    /// What is held of a room without what may still be told out of its turn: none while a page is
    /// on its way, and nothing behind a hole that the replay is about to fill.
    private func settled(in name: RoomName) -> ArraySlice<DurableEvent> {
        guard let index = index(of: name), rooms[index].loading == nil else { return [] }
        let timeline = rooms[index].timeline
        guard isReplaying, let hole = timeline.newestHole else { return timeline.events[...] }
        return timeline.events[..<timeline.firstIndex(atOrAfter: hole.range.lowerBound)]
    }

    /// How the server is called, for people and programs.
    package var title: String { serverName }

    /// Whether what is said is kept in files.
    package var keepsLogs: Bool { options.log == .on }
}

// MARK: - What outlives the run

extension Model {
    /// What was sent, by room, the oldest first; rooms without any are left out.
    package var histories: [RoomName: [String]] {
        var histories = writing.kept.mapValues(\.history).filter { !$0.value.isEmpty }
        for room in rooms where !room.history.lines.isEmpty {
            histories[room.name] = room.history.lines
        }
        return histories
    }

    /// Another number after each change of ``histories``.
    package var historyRevision: Int { writing.historyRevision }

    /// Puts the lines of an earlier run before those of this one.
    ///
    /// - Parameter room: one that is not followed has them when it is.
    package mutating func restoreHistory(_ lines: [String], in room: RoomName) {
        guard let index = index(of: room) else { return keep(for: room) { $0.history = lines } }
        rooms[index].history.restore(lines)
    }

    private mutating func keep(for room: RoomName, _ change: (inout Writing.Kept) -> Void) {
        guard writing.kept[room] != nil || writing.kept.count < Writing.keptLimit else { return }
        change(&writing.kept[room, default: Writing.Kept()])
    }

    /// Puts by what a room has that is left.
    mutating func keep(_ room: Room) {
        keep(for: room.name) { kept in
            kept.draft = room.draft
            kept.purpose = room.keptPurpose
            kept.history = room.history.lines
        }
    }

    /// Gives a room that is followed from now on what was kept for it.
    mutating func giveKept(to room: inout Room) {
        guard let kept = writing.kept.removeValue(forKey: room.name) else { return }
        room.editor = LineEditor(kept.draft)
        room.restorePurpose(kept.purpose)
        room.history.restore(kept.history)
    }
}
