import ChatProtocol

/// A message with what it answers and all that answers it, and what is known of one.
enum ThreadRows {
    /// Messages up to which the beginning of a thread is looked for.
    private static let climbLimit = 1_000

    /// The rows of a thread.
    ///
    /// - Complexity: O(events held).
    ///
    /// - Returns: the messages in their order, with how many they are at the top.
    static func thread(_ seq: Int64, in model: Model) -> [Line] {
        let room = model.room
        var whole = model
        whole.room.timeline = room.timeline.joined(with: room.originals)
        let pane = Pane(whole)
        let root = root(of: seq, in: pane.room.timeline)
        var members: Set<Int64> = [root]
        var messages: [[Line]] = []
        for event in pane.room.timeline.events where event.seq >= root {
            guard case .message(let message) = event.content else { continue }
            let isAnswer = message.replyTo.map(members.contains) ?? false
            guard event.seq == root || isAnswer else { continue }
            members.insert(event.seq)
            messages.append(MessageRows(pane).rows(of: event))
        }
        // What ignored members say is in the thread, and does not show.
        messages.removeAll(where: \.isEmpty)
        let hasRoot = pane.room.timeline.index(of: root) != nil
        let isWhole =
            hasRoot && room.timeline.known.hole(after: root, before: room.newest + 1) == nil
        let title = Line(title(of: messages.count, isWhole: isWhole), .bold)
        var rows = [title]
        if !hasRoot { rows.append(missing(root, in: room)) }
        rows += messages.joined()
        return rows + [Line(), Line("Esc closes", .dim)]
    }

    /// How many messages there are, and whether that may not be all.
    private static func title(of count: Int, isWhole: Bool) -> String {
        switch (count, isWhole) {
        case (0, _): "It is not loaded any more"
        case (1, true): "Nobody answered yet"
        case (_, true): "A thread of \(count) messages"
        case (1, false): "A thread, of which 1 message is loaded"
        case (_, false): "A thread, of which \(count) messages are loaded"
        }
    }

    private static func missing(_ root: Int64, in room: Room) -> Line {
        let state = room.originals[root] == .gone ? "there any more" : "loaded"
        return Line("(what it answers is not \(state))", .dim)
    }

    /// The message that the others of a thread answer.
    ///
    /// - Parameter timeline: with what is known of it.
    /// - Returns: the first one, or what the first one that is held answers.
    static func root(of seq: Int64, in timeline: Timeline) -> Int64 {
        var root = seq
        for _ in 0..<climbLimit {
            guard let index = timeline.index(of: root),
                case .message(let message) = timeline.events[index].content,
                // An answer to what came later is no answer.
                let above = message.replyTo, above < root
            else { break }
            root = above
        }
        return root
    }

    /// What is known of a message.
    ///
    /// - Returns: a row for each fact.
    static func details(_ seq: Int64, in model: Model) -> [Line] {
        let room = model.room
        guard let index = room.timeline.index(of: seq) else {
            return [Line("It is not loaded any more", .bold), Line("Esc closes", .dim)]
        }
        let event = room.timeline.events[index]
        let pane = Pane(model)
        let time = LocalTime(event.at, in: model.zone)
        var rows = [Line("Message \(seq) of \(room.title)", .bold)]
        rows.append(Line("  by   \(event.user)"))
        rows.append(Line("  at   \(time.longDate), \(model.options.time.clock(of: time))"))
        if let text = room.timeline.appliedChanges[seq]?.text,
            case .message(let said) = event.content,
            text != said.text, room.timeline.appliedChanges[seq]?.isDeleted != true
        {
            rows.append(Line("  was  \(ShownText.line.of(said.text))"))
        }
        for reactors in room.timeline.appliedChanges[seq]?.reactors ?? [] {
            let names = reactors.users.map(\.description).joined(separator: ", ")
            rows.append(Line("  \(ShownText.emoji.of(reactors.emoji))   \(names)"))
        }
        let readers = model.readers(of: seq).filter { $0 != event.user }
        if !readers.isEmpty {
            rows.append(Line("  read \(readers.map(\.description).joined(separator: ", "))"))
        }
        return rows + [Line()] + MessageRows(pane).rows(of: event) + [
            Line(), Line("Esc closes", .dim),
        ]
    }
}
