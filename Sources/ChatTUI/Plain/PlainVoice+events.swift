import ChatProtocol

/// What was said in the rooms, in words.
extension PlainVoice {
    /// What is new in the room in front.
    ///
    /// - Returns: a line for each event, and one more for each further line of a message.
    mutating func frontEvents(_ model: Model) -> [String] {
        let room = model.room
        var said = rooms[room.name, default: Said()]
        guard said.hasBegun || !Self.isIncomplete(room, model) else { return [] }
        let news = Self.whole(said.news(in: room), in: room, model)
        guard let newest = news.last else {
            // One comes back and nothing is new: what follows is said whole.
            if said.seq > 0, !said.hasBegun {
                said.hasBegun = true
                rooms[room.name] = said
            }
            return []
        }
        let events = said.hasBegun ? news : news.suffix(Self.firstMessages)
        // What is older than the first of them is in the log, where one only comes to a room.
        var seq = said.hasBegun ? said.seq : 0
        var lines: [String] = []
        for event in events {
            lines += [LogLines.missing(after: seq, before: event.seq)].compactMap(\.self)
            seq = event.seq
            let isSaid = !said.hasBegun && said.wasSaid(event)
            guard !isSaid, !isOwn(event, model), !Self.isHidden(event, model),
                !isTold(event, among: events, in: room, model)
            else { continue }
            lines += words(for: event, in: room, model)
        }
        said.note(newest)
        said.remember(events)
        said.hasBegun = true
        rooms[room.name] = said
        return lines
    }

    /// Whether events are on their way that belong before some that are held.
    ///
    /// The stream tells of the newest while a page before it is still to come; what is said out of
    /// its turn is not said again. A page that does not come holds nothing up: the model forgets
    /// that it is on its way.
    private static func isIncomplete(_ room: Room, _ model: Model) -> Bool {
        room.loading != nil || model.isConnected && model.isReplaying
    }

    /// What can be said of what is new: nothing behind a hole that is about to be filled.
    ///
    /// A replay goes on with the next stream, so it is one also while there is none.
    private static func whole(
        _ news: ArraySlice<DurableEvent>,
        in room: Room,
        _ model: Model
    ) -> ArraySlice<DurableEvent> {
        guard room.loading != nil || model.isReplaying else { return news }
        let hole = news.indices.first { room.timeline.hole(before: $0) != nil }
        return news[..<(hole ?? news.endIndex)]
    }

    /// Messages in another room that call the person.
    ///
    /// - Parameter room: not the one in front.
    /// - Returns: each such message, with its room.
    mutating func calls(in room: Room, _ model: Model) -> [String] {
        // What was said before one came is counted, and said when one goes there.
        guard case .live = model.health, let read = room.read, room.timeline.last > read else {
            return []
        }
        var said = rooms[room.name, default: Said()]
        guard !said.isNew || !Self.isIncomplete(room, model) else { return [] }
        let news = Self.whole(said.unheeded(in: room), in: room, model)
        guard let newest = news.last else { return [] }
        let isQuiet = model.preferences.notify(in: room.name) == .none
        let calls = news.filter { event in
            guard !isQuiet, event.seq > read, case .message(let message) = event.content,
                event.user != model.name, !Self.isHidden(event, model)
            else { return false }
            return room.isDirect || model.calls(message.text, by: event.user)
        }.suffix(Self.firstMessages)
        said.heed(newest)
        said.remember(calls)
        rooms[room.name] = said
        return calls.flatMap { event in
            words(for: event, in: room, model, place: " in \(room.title)")
        }
    }

    /// What the person does not want to hear: words and reactions of members who are ignored.
    private static func isHidden(_ event: DurableEvent, _ model: Model) -> Bool {
        switch event.content {
        case .message, .edit, .delete, .react: model.preferences.ignored.contains(event.user)
        case .room, .member, .unknown: false
        }
    }

    /// Whether a message that is said in the same breath tells of a change already.
    ///
    /// The words of one that was taken back are gone from the log, and those that it was given
    /// later: it is said as taken back, and nothing is left to be told of it.
    private func isTold(
        _ event: DurableEvent,
        among events: ArraySlice<DurableEvent>,
        in room: Room,
        _ model: Model
    ) -> Bool {
        if case .edit(_, let text) = event.content, text.isEmpty { return true }
        guard let target = event.target, let first = events.first, target >= first.seq,
            let index = room.timeline.index(of: target),
            case .message(let message) = room.timeline.events[index].content,
            // One's own is not said again, so that nothing tells that it is gone.
            !isOwn(room.timeline.events[index], model)
        else { return false }
        return message.text.isEmpty && Self.deletion(of: message, target, in: room) != nil
    }

    /// That a message is gone; one without words is, though nothing tells of it yet.
    private static func deletion(of message: Message, _ seq: Int64, in room: Room) -> Deletion? {
        let isEmpty = message.text.isEmpty && message.file == nil
        return room.timeline.appliedChanges[seq]?.deletion ?? (isEmpty ? Deletion() : nil)
    }

    private func isOwn(_ event: DurableEvent, _ model: Model) -> Bool {
        guard case .message(let message) = event.content, event.user == model.name,
            let key = message.key
        else { return false }
        return ownKeys.contains(key)
    }

    private func words(
        for event: DurableEvent,
        in room: Room,
        _ model: Model,
        place: String = ""
    ) -> [String] {
        let time = LocalTime(event.at, in: model.zone)
        let clock = model.options.time.text(of: time)
        let start = "\(clock)\(event.user)"
        switch event.content {
        case .message(let message):
            return lines(of: message, event, at: clock, in: room, model, place)
        case .edit(let target, let text):
            return Self.lines("\(start) changed \(Self.what(target, in: room)) to:", text)
        case .delete(let target, let reason):
            let verb = Self.author(of: target, in: room) == event.user ? "took back" : "deleted"
            let why = Deletion.why(reason)
            return ["\(start) \(verb) \(Self.what(target, in: room))\(why.isEmpty ? "." : why)"]
        case .react(let target, let emoji, let isOn):
            let verb = isOn ? "put \(emoji) on" : "took \(emoji) from"
            return Self.lines("\(start) \(verb)", Self.what(target, in: room))
        case .room(let change):
            return Self.lines("\(clock)--", RoomWords.of(change, by: event.user))
        case .member(let member, let role, let terms):
            let change = (member, role, terms)
            let words = RoomWords.of(change, event, in: room, model.zone, model.options.time)
            return Self.lines("\(clock)--", words)
        case .unknown: return []
        }
    }

    private func lines(
        of message: Message,
        _ event: DurableEvent,
        at clock: String,
        in room: Room,
        _ model: Model,
        _ place: String
    ) -> [String] {
        let user = event.user
        let calls = user != model.name && model.calls(message.text, by: user) ? " calls you" : ""
        let answers = message.replyTo.map { " answers \(Self.original($0, in: room, model))" } ?? ""
        let action = message.kind == .action
        let colon = action && calls.isEmpty && answers.isEmpty && place.isEmpty ? "" : ":"
        // Of one whose name is -- it would read as what the server tells.
        let start = action && colon.isEmpty ? "\(clock)* \(user)" : "\(clock)\(user)"
        let name = action && !colon.isEmpty ? " \(user)" : ""
        let file = message.file.map { "(file \($0.name), \($0.size) bytes)" }
        let said = message.file?.isNamed(by: message.text) == true ? nil : message.text
        let text =
            Self.deletion(of: message, event.seq, in: room)?.place(of: user)
            ?? [said, file].compactMap(\.self).joined(separator: " ")
        return Self.lines("\(start)\(calls)\(answers)\(place)\(colon)\(name)", text)
    }

    /// A message that is answered, as it stands.
    private static func original(_ seq: Int64, in room: Room, _ model: Model) -> String {
        let timeline = room.timeline
        guard let index = timeline.index(of: seq) else { return "an earlier message" }
        let user = timeline.events[index].user
        if model.preferences.ignored.contains(user) { return "a message of \(user)" }
        if let deletion = timeline.appliedChanges[seq]?.deletion {
            return "a message of \(user) that was \(deletion.words(of: user))"
        }
        return what(seq, in: room)
    }

    /// Who said a message, if it is held.
    private static func author(of seq: Int64, in room: Room) -> MemberName? {
        room.timeline.index(of: seq).map { room.timeline.events[$0].user }
    }

    /// A message as others speak of it.
    private static func what(_ seq: Int64, in room: Room) -> String {
        guard let index = room.timeline.index(of: seq),
            case .message(let message) = room.timeline.events[index].content
        else { return "an earlier message" }
        let user = room.timeline.events[index].user
        guard !message.text.isEmpty else { return "a message of \(user)" }
        let words = SafeText(message.text).singleLine
        let quoted = words.count > 40 ? words.prefix(40) + "..." : words[...]
        return "\(user)'s message \(Quotation.of(quoted))"
    }

    /// The first line behind its beginning, the others behind two blanks.
    private static func lines(_ start: String, _ text: String) -> [String] {
        let lines = SafeText(text).lines.map { String($0) }
        return ["\(SafeText(start).singleLine) \(lines.first ?? "")"]
            + lines.dropFirst().map { "  \($0)" }
    }
}
