import ChatProtocol

/// The commands that act on a message without select mode: on the newest that fits.
extension Model {
    /// Does such a command.
    ///
    /// - Throws: why it is not done.
    mutating func act(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        switch command.kind {
        case .reply: return try reply(argument)
        case .edit: return try edit(argument)
        case .delete: return try askToDelete(argument)
        case .react:
            guard !argument.isEmpty else { throw CommandFault(usage: command) }
            guard let emoji = EmojiNames.read(argument) else {
                throw CommandFault("there is no emoji \(argument)")
            }
            let target = try newestOfOthers()
            try checkChange()
            return toggle(emoji, at: target.seq)
        case .thread:
            guard let newest = messages.first else { throw CommandFault("nothing was said here") }
            return showThread(of: newest.seq)
        case .copy: return try copyMessage(command, argument)
        case .open: return try openLink(argument)
        case .unread: return try unread(command, argument)
        case .pin: return try pin(command, argument)
        case .pins: return openPins()
        default: return []
        }
    }

    /// A message with the text it has now.
    struct Said {
        var seq: Int64
        var user: MemberName
        var text: String
    }

    /// What stands in the room in front, the newest first: without what was taken back, and without
    /// members who are ignored.
    var messages: [Said] {
        room.timeline.events.reversed().compactMap { event in
            guard case .message(let message) = event.content,
                !writing.preferences.ignored.contains(event.user)
            else { return nil }
            let current = room.currentMessage(of: event.seq, for: name)
            guard !current.isDeleted else { return nil }
            return Said(seq: event.seq, user: event.user, text: current.text ?? message.text)
        }
    }

    private func newestOfOthers() throws(CommandFault) -> Said {
        guard let found = messages.first(where: { $0.user != name }) else {
            throw CommandFault("nobody else said anything that is loaded here")
        }
        return found
    }

    /// The newest message of one's own: one that waits to be sent is newer than all that are there,
    /// and what is meant is not done to the one before it.
    private func newestOfOwn() throws(CommandFault) -> Said {
        guard !isNewestUnsent else { throw CommandFault(Self.unsentWords) }
        if let sent = newestSent { return sent }
        guard let own = messages.first(where: { $0.user == name }) else {
            throw CommandFault("nothing of yours is loaded here")
        }
        return own
    }

    /// Asks whether the newest message of one's own, or of a member by name, is to be deleted.
    ///
    /// An `@` stands before the name, as the words without one are the reason.
    private mutating func askToDelete(_ argument: String) throws(CommandFault) -> [Effect] {
        if let words = refusal(of: .delete, argument) { throw CommandFault(words) }
        guard argument.first == "@" else { return try askToDelete(newestOfOwn(), why: argument) }
        let words = argument.split(separator: " ", maxSplits: 1)
        let author = try Command.member(words.first ?? "")
        let why = words.dropFirst().first.map(String.init) ?? ""
        guard author != name else { return try askToDelete(newestOfOwn(), why: why) }
        guard let found = messages.first(where: { $0.user == author }) else {
            throw CommandFault("nothing of \(author) is loaded here")
        }
        return try askToDelete(found, why: why)
    }

    private mutating func askToDelete(
        _ message: Said,
        why: String
    ) throws(CommandFault) -> [Effect] {
        try checkChange()
        if let words = Self.refusal(ofReason: why) { throw CommandFault(words) }
        return ask(.delete(message.seq, why: why))
    }

    private mutating func reply(_ text: String) throws(CommandFault) -> [Effect] {
        let target = try newestOfOthers()
        guard !text.isEmpty else { return beginReply(to: target.seq) }
        return try said(post(text, replyTo: target.seq))
    }

    private mutating func edit(_ text: String) throws(CommandFault) -> [Effect] {
        let own = try newestOfOwn()
        guard !text.isEmpty else { return beginEdit(of: own.seq, text: own.text) }
        try checkChange()
        return change(.edit, of: own.seq, to: text)
    }

    private func checkChange() throws(CommandFault) {
        if let words = changeRefusal { throw CommandFault(words) }
    }

    private mutating func copyMessage(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let number = try Self.number(command, argument)
        guard number <= messages.count else {
            throw CommandFault("messages that are loaded: \(messages.count)")
        }
        return copy(messages[number - 1].text, "what \(messages[number - 1].user) said")
    }

    /// The newest links of the room in front, each once, as many as have a digit.
    var recentLinks: [String] {
        var links: [String] = []
        for message in messages where links.count < 9 {
            links += WebLinks.all(in: message.text).reversed().filter { !links.contains($0) }
        }
        return Array(links.prefix(9))
    }

    /// Opens a link: the newest, the Nth newest, the newest of a member, or the newest with a text.
    private mutating func openLink(_ argument: String) throws(CommandFault) -> [Effect] {
        let links = messages.flatMap { message in
            WebLinks.all(in: message.text).reversed().map { (user: message.user, link: $0) }
        }
        let wanted = argument.lowercased()
        let found: String? =
            if wanted.isEmpty {
                links.first?.link
            } else if let number = Command.number(wanted), number > 0 {
                links.dropFirst(number - 1).first?.link
            } else {
                (links.first { $0.user.folded == wanted }
                    ?? links.first { $0.link.lowercased().firstRange(of: wanted) != nil })?.link
            }
        guard let found else { throw CommandFault("there is no such link in what is loaded") }
        return use(found, for: .open)
    }

    private mutating func unread(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let number = try Self.number(command, argument)
        guard let target = messages.dropFirst(number - 1).first ?? messages.last else {
            throw CommandFault("nothing was said here")
        }
        return markUnread(from: target.seq)
    }

    /// A count that may be left out; then 1.
    static func number(_ command: Command, _ argument: String) throws(CommandFault) -> Int {
        guard !argument.isEmpty else { return 1 }
        guard let number = Command.number(argument), number > 0 else {
            throw CommandFault(usage: command)
        }
        return number
    }
}
