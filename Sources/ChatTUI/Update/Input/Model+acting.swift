import ChatProtocol

/// Acting on the selected message.
extension Model {
    /// Takes a key while a message is selected.
    ///
    /// The mode stays until one leaves it, or writes: an answer, a change, a key of something else.
    ///
    /// - Returns: `nil` if the key is for the line, which is then what keys are for.
    mutating func takeSelecting(_ key: Key, _ action: Action?) -> [Effect]? {
        notice = nil
        if let chosen = options.selectKeys.action(for: key) { return act(chosen) }
        // A letter without a meaning here is a slip; it must not land in the line.
        if case .character = key.code, key.modifiers.subtracting(.shift).isEmpty { return [] }
        switch action {
        case .redraw, .suspend, .help, nil: return nil
        default: break
        }
        let effects = leaveSelecting()
        return effects + take(key)
    }

    private mutating func act(_ action: SelectAction) -> [Effect] {
        switch action {
        case .older, .newer, .oldest, .newest, .pageUp, .pageDown: return move(action)
        case .leave: return leaveSelecting()
        default: break
        }
        guard let item = selectedItem else { return leaveSelecting() }
        guard item < room.timeline.events.count else {
            return act(action, onPending: item - room.timeline.events.count)
        }
        let event = room.timeline.events[item]
        guard case .message(let message) = event.content else { return [] }
        return act(action, on: event, message)
    }

    private mutating func act(
        _ action: SelectAction,
        on event: DurableEvent,
        _ message: Message
    ) -> [Effect] {
        let current = room.currentMessage(of: event.seq, for: name)
        if let deletion = current.deletion, ![.thread, .details, .markUnread].contains(action) {
            return show(notice: "it was \(deletion.words(of: event.user))")
        }
        let text = current.text ?? message.text
        switch action {
        case .reply:
            if current.failure != nil { return retryChanges(of: event.seq) }
            return leaveSelecting() + beginReply(to: event.seq)
        case .edit:
            guard event.user == name else { return show(notice: "it is not yours") }
            return leaveSelecting() + beginEdit(of: event.seq, text: text)
        case .delete:
            guard event.user == name || isModerator else {
                return show(notice: "it is not yours")
            }
            return ask(.delete(event.seq))
        case .react: return beginReacting()
        case .open where message.file?.url.hasPrefix("/") == true && server.hasPrefix("http"):
            return use(server + (message.file?.url ?? ""), for: .open)
        case .copy, .copyWithName, .copyCode, .open: return take(text, of: event, for: action)
        case .fetch, .view:
            guard let file = message.file else { return show(notice: "it has no file") }
            do throws(CommandFault) {
                return try action == .view ? showPicture(file) : begin(.fetch(file, path: nil))
            } catch {
                return show(notice: error.words)
            }
        case .thread: return showThread(of: event.seq)
        case .pin:
            do throws(CommandFault) {
                return try togglePin(event.seq)
            } catch {
                return show(notice: error.words)
            }
        case .markUnread: return markUnread(from: event.seq)
        case .details: return showDetails(of: event.seq, message)
        default: return []
        }
    }

    /// What can be done with a message that has no number yet.
    private mutating func act(_ action: SelectAction, onPending place: Int) -> [Effect] {
        let pending = room.pending[place]
        let isRefused = if case .refused = pending.state { true } else { false }
        switch action {
        case .copy: return copy(pending.message.text, "the message")
        case .reply where isRefused:
            let effects = retry(key: pending.message.key)
            return effects + selectAgain(room.timeline.events.count + room.pending.count - 1)
        case .delete where isRefused:
            room.pending.remove(at: place)
            keep(pending.message.text, in: front)
            let effects = selectAgain(room.timeline.events.count + place)
            return effects + show(notice: "it is not sent; Up has its words")
        default: return show(notice: isRefused ? "r sends it again" : "it is not sent yet")
        }
    }

    /// Sends a refused message anew, at the end.
    mutating func retry(key: String) -> [Effect] {
        guard let place = room.pending.firstIndex(where: { $0.message.key == key }) else {
            return []
        }
        if let words = roomRefusal { return show(notice: words) }
        let message = room.pending.remove(at: place).message
        return post(message.text, kind: message.kind, replyTo: message.replyTo)
    }

    // MARK: - Taking out of it

    private mutating func take(
        _ text: String,
        of event: DurableEvent,
        for action: SelectAction
    ) -> [Effect] {
        switch action {
        case .copy: return copy(text, "the message")
        case .copyWithName:
            let time = LocalTime(event.at, in: zone)
            let head = "\(time.shortDate) \(time.hourAndMinute) \(event.user): "
            return copy(head + text, "the message with its name and time")
        case .copyCode: return choose(.copy, of: CodeBlocks.all(in: text), none: "it has no code")
        default: return choose(.open, of: WebLinks.all(in: text), none: "it has no link")
        }
    }

    /// Copies a text and says so.
    ///
    /// - Parameter what: what it is, for people.
    mutating func copy(_ text: String, _ what: String) -> [Effect] {
        notice = "copied \(what)"
        return [.copy(text)]
    }

    /// Does something with the only one of several texts, or asks which one.
    ///
    /// - Parameters:
    ///   - choice: what is to be done.
    ///   - none: what is said if there is nothing.
    mutating func choose(_ choice: Question.Choice, of options: [String], none: String) -> [Effect]
    {
        guard let first = options.first else { return show(notice: none) }
        guard options.count > 1 else { return use(first, for: choice) }
        return ask(.choose(choice, Array(options.prefix(9))))
    }

    /// Does what a choice is for.
    ///
    /// - Parameter choice: what is done with it.
    mutating func use(_ text: String, for choice: Question.Choice) -> [Effect] {
        switch choice {
        case .copy: return copy(text, "the code")
        case .open:
            notice = "opening \(text)"
            return [.open(text)]
        }
    }
}
