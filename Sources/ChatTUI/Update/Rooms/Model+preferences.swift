import ChatProtocol

/// The commands about what the person is told.
extension Model {
    /// Does such a command.
    ///
    /// - Returns: nothing to do; what was done is said.
    /// - Throws: why it is not done.
    mutating func prefer(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        let word = argument.prefix { !$0.isWhitespace }
        switch command.kind {
        case .mute, .unmute:
            let name = word.isEmpty ? room.name : try Command.room(word)
            return try mute(name, command.kind == .mute)
        case .ignore where word.isEmpty:
            let names = writing.preferences.ignored.sorted().map(\.description)
            return tell(names, none: "nobody is ignored", some: "ignored: ")
        case .ignore: return try ignore(try Command.member(word))
        case .unignore where !word.isEmpty: return try unignore(try Command.member(word))
        case .notify: return try notify(command, word)
        case .highlight: return try highlight(command, argument)
        default: throw CommandFault(usage: command)
        }
    }

    private mutating func tell(_ list: [String], none: String, some: String) -> [Effect] {
        show(notice: list.isEmpty ? none : some + list.joined(separator: ", "))
    }

    private mutating func mute(_ name: RoomName, _ isMuted: Bool) throws(CommandFault) -> [Effect] {
        guard isMuted else {
            guard writing.preferences.muted.remove(name) != nil else {
                throw CommandFault("\(name) is not muted")
            }
            return show(notice: "\(name) is not muted any more")
        }
        guard mayBeThere(name) else {
            throw CommandFault("you see no room \(name); /ignore is for members")
        }
        try check(writing.preferences.muted, for: name)
        writing.preferences.muted.insert(name)
        return show(notice: "\(name) is muted: no bell and no count; /unmute takes that back")
    }

    /// Whether a room may be there, as far as the server has told.
    private func mayBeThere(_ name: RoomName) -> Bool {
        index(of: name) != nil || name.isDirect || !isDirectoryTold
            || directory.count >= Self.knownRoomLimit || directory.contains { $0.name == name }
    }

    private mutating func ignore(_ member: MemberName) throws(CommandFault) -> [Effect] {
        guard member != name else { throw CommandFault("that is you") }
        try check(writing.preferences.ignored, for: member)
        writing.preferences.ignored.insert(member)
        recount()
        return show(notice: "what \(member) says does not show; /unignore takes that back")
            + askUnheld()
    }

    private mutating func unignore(_ member: MemberName) throws(CommandFault) -> [Effect] {
        guard writing.preferences.ignored.remove(member) != nil else {
            throw CommandFault("\(member) is not ignored")
        }
        recount()
        return show(notice: "\(member) is not ignored any more")
    }

    private mutating func notify(
        _ command: Command,
        _ word: Substring
    ) throws(CommandFault) -> [Effect] {
        let name = room.name
        guard !word.isEmpty else {
            let now = rings(for: name).rawValue
            return show(notice: "\(name) rings for: \(now)")
        }
        guard let value = Preferences.Notify(rawValue: word.lowercased()) else {
            throw CommandFault(usage: command)
        }
        try check(writing.preferences.notify.keys, for: name)
        writing.preferences.notify[name] = value
        return show(notice: "\(name) rings for: \(value.rawValue)")
    }

    private mutating func highlight(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let word = ConfigurationLine.unquoted(argument.lowercased())
        guard !word.isEmpty else {
            let none = "no words are looked out for but your name"
            return tell(writing.preferences.highlights, none: none, some: "looked out for: ")
        }
        defer { recount() }
        if word.hasPrefix("-") {
            let named = String(word.dropFirst())
            let isKept = writing.preferences.highlights.contains(named)
            let gone = isKept ? named : ConfigurationLine.unquoted(named)
            guard writing.preferences.highlights.contains(gone) else {
                guard VisibleText.isIn(gone) else { throw CommandFault(usage: command) }
                throw CommandFault("\(gone) is not looked out for")
            }
            writing.preferences.highlights.removeAll { $0 == gone }
            return show(notice: "\(gone) is not looked out for any more")
        }
        guard VisibleText.isIn(word) else { throw CommandFault(usage: command) }
        try check(writing.preferences.highlights, for: word)
        guard word.utf8.count <= Preferences.wordBytes else {
            throw CommandFault("a word has \(Preferences.wordBytes) bytes at most")
        }
        if !writing.preferences.highlights.contains(word) {
            writing.preferences.highlights.append(word)
        }
        return show(notice: "\(word) counts as your name; /highlight -\(word) ends that")
            + askUnheld()
    }

    /// There are bounds, but what is there already can always be changed.
    private func check<Entries: Collection>(
        _ entries: Entries,
        for entry: Entries.Element
    ) throws(CommandFault) where Entries.Element: Equatable {
        guard entries.count < Preferences.limit || entries.contains(entry) else { throw Self.full }
    }

    private static let full = CommandFault("\(Preferences.limit) of them are enough")

    /// Counts anew what is unread, and what of it calls.
    mutating func recount() {
        for index in rooms.indices { countUnread(in: index) }
    }
}

// MARK: - What follows from them

extension Model {
    /// Whether a message calls the person: by name, or by a word that is looked out for.
    ///
    /// - Returns: never for one's own words, nor for those of members who are ignored.
    func calls(_ text: String, by user: MemberName) -> Bool {
        user != name && !writing.preferences.ignored.contains(user)
            && callings.areCalled(in: text, name: name)
    }

    /// What a room rings for: by the person's word, else by the configuration.
    ///
    /// - Returns: nothing for a muted one.
    func rings(for room: RoomName) -> Preferences.Notify {
        let usual = Preferences.Notify(rawValue: options.calls.rawValue) ?? .mentions
        return writing.preferences.notify(in: room, otherwise: usual)
    }

    /// The preferences, with the words that the configuration looks out for.
    var callings: Preferences {
        var all = writing.preferences
        all.highlights += options.highlights.map { $0.lowercased() }
        return all
    }

    /// Whether a room's unread messages are counted where one is told about them.
    ///
    /// - Returns: `false` for one without any, and for a muted one.
    func isWaiting(_ room: Room) -> Bool {
        room.unread > 0 && !writing.preferences.muted.contains(room.name)
    }
}

extension Preferences {
    /// Whether a text has the person's name in it, or a word that is looked out for.
    ///
    /// - Returns: `true` if it has.
    func areCalled(in text: String, name: MemberName) -> Bool {
        Mention(of: name).isIn(text) || highlights.contains { Mention(of: $0).isIn(text) }
    }
}
