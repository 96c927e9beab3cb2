import ChatProtocol

extension Model {
    /// The least time between two `typing` effects, in milliseconds.
    static let typingInterval: Int64 = 3_000

    /// Takes a key.
    ///
    /// - Parameter key: any key; one without a meaning changes nothing.
    /// - Returns: what follows.
    mutating func take(_ key: Key) -> [Effect] {
        let action = keys.action(for: key)
        if overlay != nil {
            if let effects = takeInOverlay(key, action) { return effects }
            overlay = nil
        }
        if reading.find != nil, let effects = takeInFind(key, action) { return effects }
        notice = nil
        if case .complete? = action {} else { completion = nil }
        guard let action else { return type(key) }
        return perform(action)
    }

    /// Takes a paste: it stays in the line until Enter, with all its lines.
    ///
    /// - Parameter text: as the terminal gave it.
    /// - Returns: that the person is typing.
    mutating func paste(_ text: String) -> [Effect] {
        if pasteIntoQuery(text) { return [] }
        overlay = nil
        notice = nil
        completion = nil
        room.editor.paste(text)
        return noteTyping()
    }

    private mutating func type(_ key: Key) -> [Effect] {
        // Shift is in the character already.
        guard case .character(let character) = key.code, key.modifiers.subtracting(.shift).isEmpty
        else { return [] }
        room.editor.insert(String(character))
        return noteTyping()
    }

    private mutating func perform(_ action: Action) -> [Effect] {
        switch action {
        // Where there is nothing to cut, the key is free.
        case .edit(.killLine) where room.editor.isEmpty: return open(.rooms)
        case .edit(let edit):
            rooms[front].editor.apply(edit, ring: &ring)
            return noteTyping()
        case .send: return send()
        case .complete(let back): return complete(back: back)
        case .older, .newer: return browse(older: action == .older)
        case .pageUp, .pageDown, .halfPageUp, .halfPageDown, .newest, .scrollUp, .scrollDown:
            return scroll(action)
        case .nextRoom: return step(1)
        case .previousRoom: return step(-1)
        case .room(let number): return show(number - 1)
        case .nextUnread: return showNextUnread()
        case .lastRoom: return showLast()
        case .firstUnread, .nextMention, .previousMention, .cleanView, .goTo, .catchUp, .find,
            .original:
            return read(action)
        case .help, .redraw, .suspend, .toggleMouse, .reconnect, .interrupt, .deleteOrQuit, .escape:
            return control(action)
        }
    }

    private mutating func control(_ action: Action) -> [Effect] {
        switch action {
        case .help:
            overlay = .help(scrolled: 0)
            return []
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .toggleMouse: return toggleMouse()
        case .reconnect:
            guard case .offline = health else { return show(notice: "the stream is open") }
            return [.reconnect]
        case .deleteOrQuit:
            guard !room.editor.isEmpty else { return [.quit] }
            rooms[front].editor.apply(.deleteCharacter, ring: &ring)
            return []
        case .interrupt:
            guard !room.editor.isEmpty else { return show(notice: leavingHint) }
            room.editor.replaceAll(with: "")
            return []
        default: return escape()
        }
    }

    private var leavingHint: String {
        keys.label(of: .deleteOrQuit).map { "\($0) or /quit leaves" } ?? "/quit leaves"
    }

    private mutating func read(_ action: Action) -> [Effect] {
        switch action {
        case .firstUnread: return showFirstUnread()
        case .nextMention: return showMention(back: false)
        case .previousMention: return showMention(back: true)
        case .goTo: return open(.rooms)
        case .catchUp: return catchUp()
        case .find: return find()
        case .original: return showOriginal()
        default:
            reading.isClean.toggle()
            return loadWhatShows()
        }
    }

    private mutating func escape() -> [Effect] {
        if let effects = jumpBack() { return effects }
        if room.scroll != .newest { return scroll(.newest) }
        if room.unreadLine != nil {
            room.unreadLine = nil
        } else if showsWelcome {
            showsWelcome = false
        } else if room.editor.isEmpty {
            // What was refused has been seen; Up still has its words.
            room.pending.removeAll { if case .refused = $0.state { true } else { false } }
        }
        return []
    }

    /// Up and Down: lines of the text first, then what was sent before.
    private mutating func browse(older: Bool) -> [Effect] {
        if room.editor.moveLine(down: !older) { return [] }
        let current = room.editor.text
        let text =
            older ? room.history.older(than: current) : room.history.newer(than: current)
        if let text { room.editor = LineEditor(text) }
        return []
    }

    /// Tells the room that the person types, now and then, and never what: a command is not said.
    private mutating func noteTyping() -> [Effect] {
        guard case .live = health, !room.editor.isEmpty, room.editor.characters.first != "/" else {
            return []
        }
        let elapsed = lastTyping.map { now.milliseconds - $0.milliseconds }
        guard elapsed.map({ $0 < 0 || $0 >= Self.typingInterval }) ?? true else { return [] }
        lastTyping = now
        return [.typing(room.name)]
    }
}
