import ChatProtocol

/// A message with what it answers and all that answers it, and what is known of one.
enum ThreadRows {
    /// Messages up to which the beginning of a thread is looked for.
    private static let climbLimit = 1_000

    /// The rows of a thread.
    ///
    /// - Parameters:
    ///   - seq: any message of it.
    ///   - model: what is known.
    /// - Returns: the messages in their order.
    /// - Complexity: O(events held).
    static func thread(_ seq: Int64, in model: Model) -> [Line] {
        let pane = Pane(model)
        let root = root(of: seq, in: pane.room)
        var members: Set<Int64> = [root]
        var rows: [Line] = []
        if pane.room.timeline.index(of: root) == nil {
            rows.append(Line("(what it answers is not loaded)", .dim))
        }
        for event in pane.room.timeline.events where event.seq >= root {
            guard case .message(let message) = event.content else { continue }
            let isAnswer = message.replyTo.map(members.contains) ?? false
            guard event.seq == root || isAnswer else { continue }
            members.insert(event.seq)
            rows += MessageRows(pane).rows(of: event)
        }
        let count = members.count
        let title = count == 1 ? "Nobody answered yet" : "A thread of \(count) messages"
        return [Line(title, .bold)] + rows + [Line(), Line("Esc closes", .dim)]
    }

    /// The message that the others of a thread answer, as far as they are held.
    private static func root(of seq: Int64, in room: Room) -> Int64 {
        var root = seq
        for _ in 0..<climbLimit {
            guard let index = room.timeline.index(of: root),
                case .message(let message) = room.timeline.events[index].content,
                // An answer to what came later is no answer.
                let above = message.replyTo, above < root
            else { break }
            root = above
        }
        return root
    }

    /// What is known of a message.
    ///
    /// - Parameters:
    ///   - seq: the message's.
    ///   - model: what is known.
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
        rows.append(Line("  at   \(time.longDate), \(time.hourAndMinute)"))
        if let text = room.timeline.appliedChanges[seq]?.text,
            case .message(let said) = event.content,
            text != said.text, room.timeline.appliedChanges[seq]?.isDeleted != true
        {
            rows.append(Line("  was  \(SafeText(said.text.prefix(500)).singleLine)"))
        }
        for reactors in room.timeline.appliedChanges[seq]?.reactors ?? [] {
            let names = reactors.users.map(\.description).joined(separator: ", ")
            rows.append(Line("  \(SafeText(reactors.emoji.prefix(8)).singleLine)   \(names)"))
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
