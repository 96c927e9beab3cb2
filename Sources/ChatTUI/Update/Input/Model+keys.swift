import ChatProtocol

extension Model {
    /// The least time between two `typing` effects, in milliseconds.
    static let typingInterval: Int64 = 3_000

    /// Takes a key.
    ///
    /// - Parameter key: any key; one without a meaning changes nothing.
    mutating func take(_ key: Key) -> [Effect] {
        let action = takeChord(key) ?? keys.action(for: key)
        if overlay != nil {
            if let effects = takeInOverlay(key, action) { return effects }
            overlay = nil
        }
        if reading.find != nil, case .line = writing.mode,
            let effects = takeInFind(key, action)
        {
            return effects
        }
        if let effects = takeInMode(key, action) { return effects }
        notice = nil
        if let effects = takeInCompletion(action) { return effects }
        if let effects = takeVi(key, action) { return effects }
        let effects = action.map { perform($0) } ?? type(key)
        switch action {
        case nil, .edit:
            offerCompletion()
            return effects + askSpelling()
        default: return effects
        }
    }

    /// Whether a key was Esc, and a sign right behind it, be it with Ctrl: terminals send that as
    /// they send Alt, so a sign that does nothing with Alt is meant by itself, and so is a capital
    /// letter of vi.
    ///
    /// Where the terminal tells the two apart, Alt is Alt.
    ///
    /// While something is asked it is no such key: the rest of a password must not land in a line.
    ///
    /// - Returns: false for all but a sign with Alt.
    func isBehindEscape(_ key: Key) -> Bool {
        guard case .character = key.code, key.modifiers.subtracting(.control) == .alt,
            !key.isToldApart,
            keys.action(for: key) == nil || isViCapital(key)
        else { return false }
        switch writing.mode {
        case .ask: return false
        case .select: return options.selectKeys.action(for: key) == nil
        case .line, .react, .recall: return true
        }
    }

    /// Whether a key is a capital letter that vi has as a command, and means with Alt what it does
    /// for everybody: who wants that has another key for it, and vi has one alone for its command.
    private func isViCapital(_ key: Key) -> Bool {
        guard options.editing == .vi, key.modifiers == .alt, case .character(let letter) = key.code
        else { return false }
        return ViKeys.capitals.contains(letter)
            && keys.action(for: key) == KeyMap.standard.action(for: key)
    }

    /// The second key of two.
    ///
    /// Source: bash(1), "Commands for Changing Text" and "Miscellaneous".
    ///
    /// - Returns: what the two mean; `nil` if nothing, and the key then has its own meaning.
    private mutating func takeChord(_ key: Key) -> Action? {
        guard writing.isChord else { return nil }
        writing.isChord = false
        guard key.modifiers == .control else { return nil }
        switch key.code {
        case .character("e"): return .editExternally
        case .character("u"): return .edit(.undo)
        default: return nil
        }
    }

    /// Takes a key while keys mean something else than writing into the line.
    ///
    /// - Returns: `nil` if the key is for the line.
    private mutating func takeInMode(_ key: Key, _ action: Action?) -> [Effect]? {
        switch writing.mode {
        case .line: nil
        case .select: takeSelecting(key, action)
        case .react(let editor, _): takeReacting(key, action, editor)
        case .ask(let question): take(key, action, answering: question)
        case .recall(let recall): take(key, action, recalling: recall)
        }
    }

    private mutating func type(_ key: Key) -> [Effect] {
        // Shift is in the character already.
        guard case .character(let character) = key.code, key.modifiers.subtracting(.shift).isEmpty
        else { return [] }
        if character == "?", isAtEmptyLine {
            overlay = .help(scrolled: 0)
            return []
        }
        room.editor.insert(String(character))
        if character == ":" { room.editor.expandEmoji() }
        return noteTyping()
    }

    /// Whether a key begins a new message.
    private var isAtEmptyLine: Bool {
        room.editor.isEmpty && room.writing.edit == nil && overlay == nil
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
        case .olderAnywhere, .newerAnywhere:
            return browseAnywhere(older: action == .olderAnywhere)
        case .pageUp, .pageDown, .halfPageUp, .halfPageDown, .newest, .scrollUp, .scrollDown:
            return scroll(action)
        case .nextRoom: return [.workspace(.step(1))]
        case .previousRoom: return [.workspace(.step(-1))]
        case .room(let number): return [.workspace(.room(number - 1))]
        case .nextUnread: return [.workspace(.nextUnread)]
        case .lastRoom: return [.workspace(.last)]
        case .firstUnread, .nextMention, .previousMention, .cleanView, .goTo, .catchUp, .find,
            .original, .links:
            return read(action)
        case .chord:
            writing.isChord = true
            return []
        case .select: return beginSelecting()
        case .recall: return beginRecall()
        case .yankLastWord: return yankLastWord()
        case .cancelTransfer:
            do throws(CommandFault) {
                return try cancelTransfer()
            } catch {
                return show(notice: error.words)
            }
        case .editExternally: return [.editExternally(room.editor.text)]
        case .help, .roomList, .memberList, .redraw, .suspend, .toggleMouse, .reconnect, .interrupt,
            .deleteOrQuit, .escape:
            return control(action)
        }
    }

    private mutating func control(_ action: Action) -> [Effect] {
        switch action {
        case .help:
            overlay = .help(scrolled: 0)
            return []
        case .roomList:
            return toggle(\.list, isNow: ScreenLayout(self).list.width > 0, "rooms")
        case .memberList:
            return toggle(\.members, isNow: ScreenLayout(self).members.width > 0, "members")
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .toggleMouse: return toggleMouse()
        case .reconnect: return reconnect()
        case .deleteOrQuit:
            guard !room.editor.isEmpty else { return leave() }
            rooms[front].editor.apply(.deleteCharacter, ring: &ring)
            return []
        case .interrupt: return interrupt()
        default: return escape()
        }
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
        case .links: return choose(.open, of: recentLinks, none: "no link is loaded here")
        default:
            reading.isClean.toggle()
            let key = keys.label(of: .cleanView).map { "; \($0) brings the screen back" } ?? ""
            if reading.isClean { notice = "text alone\(key)" }
            return loadWhatShows()
        }
    }

    /// Tells the room that the person types, now and then, and never what: a command is not said.
    ///
    /// - Returns: the sign, if it is time for one.
    mutating func noteTyping() -> [Effect] {
        guard case .live = health, options.typing == .on, !room.editor.isEmpty,
            room.editor.characters.first != "/",
            room.writing.edit == nil
        else {
            return []
        }
        let elapsed = lastTyping.map { now.milliseconds - $0.milliseconds }
        guard elapsed.map({ $0 < 0 || $0 >= Self.typingInterval }) ?? true else { return [] }
        lastTyping = now
        return [.typing(room.name)]
    }
}
