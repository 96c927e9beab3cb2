import ChatProtocol

extension Model {
    /// Begins to look for words in the room in front; inside of the line the key moves the cursor.
    mutating func find() -> [Effect] {
        guard room.editor.cursor >= room.editor.characters.count else {
            rooms[front].editor.apply(.forwardCharacter, ring: &ring)
            return []
        }
        reading.find = Find(origin: place)
        return []
    }

    /// Takes a key while words are looked for.
    ///
    /// - Returns: `nil` if the key is for what lies below.
    mutating func takeInFind(_ key: Key, _ action: Action?) -> [Effect]? {
        guard var find = reading.find else { return nil }
        switch (action, key) {
        case (.escape, _), (.interrupt, _):
            reading.find = nil
            return go(to: find.origin)
        case (.find, _):
            guard !find.query.text.isEmpty else { return [] }
            reading.find = nil
            return go(to: find.origin) + search(find.query.text)
        case (_, Key(.enter, .shift)), (.newer, _): return stepMatch(1)
        case (.send, _), (.older, _): return stepMatch(-1)
        case (.pageUp, _), (.pageDown, _), (.halfPageUp, _), (.halfPageDown, _): return nil
        default: break
        }
        if !find.isTyping, let effects = takeAfterEnter(key) { return effects }
        guard find.isTyping || action == .edit(.backwardDeleteCharacter),
            find.query.take(key, action)
        else {
            guard !find.isTyping, action != .redraw else { return action == .redraw ? nil : [] }
            // One stays at what was found, and the key is for the line.
            reading.find = nil
            return nil
        }
        find.isTyping = true
        reading.find = find
        return look()
    }

    private mutating func takeAfterEnter(_ key: Key) -> [Effect]? {
        switch key {
        case Key(.character("n")): stepMatch(-1)
        case Key(.character("N")), Key(.character("N"), .shift): stepMatch(1)
        default: nil
        }
    }

    /// Puts a paste into the words that are being typed to look for something.
    ///
    /// - Parameter text: as the terminal gave it.
    /// - Returns: whether there are such words.
    mutating func pasteIntoQuery(_ text: String) -> Bool {
        if case .chooser(var chooser)? = overlay, chooser.kind == .rooms {
            chooser.query.add(text)
            overlay = .chooser(chooser)
            return true
        }
        guard overlay == nil, reading.find?.isTyping == true else { return false }
        reading.find?.query.add(text)
        // Whatever is to be loaded is so when the next key comes.
        _ = look()
        return true
    }

    /// Finds the words anew: the newest message that has them at or above where one was.
    private mutating func look() -> [Effect] {
        guard var find = reading.find else { return [] }
        let search = TextSearch(find.query.text)
        let timeline = room.timeline
        find.matches = timeline.events.filter { event in
            timeline.isMatch(event, search) && !preferences.ignored.contains(event.user)
        }.map(\.seq)
        let effects = go(to: find.origin)
        let bottom = timeline.events.prefix(Pane(self).bottom.item + 1).last?.seq ?? 0
        find.current =
            find.matches.lastIndex { $0 <= bottom } ?? (find.matches.isEmpty ? nil : 0)
        reading.find = find
        return effects + showMatch()
    }

    /// Goes to the next message that has the words.
    ///
    /// - Parameter steps: 1 for a newer one, -1 for an older one.
    /// - Returns: what is loaded for it.
    private mutating func stepMatch(_ steps: Int) -> [Effect] {
        guard var find = reading.find, let current = find.current else { return [] }
        find.isTyping = false
        let next = current + steps
        if find.matches.indices.contains(next) { find.current = next }
        reading.find = find
        guard find.matches.indices.contains(next) else {
            let more = steps < 0 && !room.timeline.reachesStart
            return show(
                notice: more
                    ? "no older one in what is loaded; \(findKey) asks the server"
                    : steps < 0 ? "that is the oldest one" : "that is the newest one"
            )
        }
        notice = nil
        return showMatch()
    }

    private var findKey: String { keys.label(of: .find) ?? "/search" }

    private mutating func showMatch() -> [Effect] {
        guard let find = reading.find, let current = find.current else { return [] }
        return spotlight(find.matches[current])
    }
}

extension Timeline {
    /// Whether a message says something, as it reads now.
    ///
    /// - Returns: `false` for what was taken back.
    func isMatch(_ event: DurableEvent, _ search: TextSearch) -> Bool {
        guard case .message(let message) = event.content else { return false }
        guard let applied = appliedChanges[event.seq] else { return search.isIn(message.text) }
        return !applied.isDeleted && search.isIn(applied.text ?? message.text)
    }
}
