import ChatProtocol

extension Model {
    /// Sends what stands in the line, or does what it commands.
    ///
    /// - Returns: what follows; the line is kept if it was a mistake.
    mutating func send() -> [Effect] {
        let text = room.editor.text
        switch Entry(text) {
        case .nothing: return []
        case .mistake(let words): return show(notice: words)
        case .message(let message):
            let effects = post(message)
            if !effects.isEmpty { emptyLine(keeping: text) }
            return effects
        case .command(let command, let argument):
            return run(command, argument: argument, line: text)
        }
    }

    private mutating func run(_ command: Command, argument: String, line: String) -> [Effect] {
        let word = argument.prefix { !$0.isWhitespace }
        do throws(NameError) {
            switch command.kind {
            case .join:
                guard !word.isEmpty else { return show(notice: "usage: \(command.usage)") }
                let name = try Self.roomName(word)
                emptyLine(keeping: line)
                return join(name)
            case .part:
                let name = word.isEmpty ? room.name : try Self.roomName(word)
                emptyLine(keeping: line)
                return part(name)
            case .nick:
                guard !word.isEmpty else { return show(notice: "usage: \(command.usage)") }
                let name = try MemberName(word)
                emptyLine(keeping: line)
                return rename(name)
            case .me, .topic, .names, .search, .catchUp, .help, .quit:
                return run(command, text: argument, line: line)
            }
        } catch {
            return show(notice: "\(error)")
        }
    }

    /// The commands that take no name.
    private mutating func run(_ command: Command, text: String, line: String) -> [Effect] {
        guard ![.me, .search].contains(command.kind) || !text.isEmpty else {
            return show(notice: "usage: \(command.usage)")
        }
        let topicBytes = text.utf8.count
        if command.kind == .topic, topicBytes > Limits.topicBytes {
            return show(notice: "a topic has \(Limits.topicBytes) bytes at most, not \(topicBytes)")
        }
        emptyLine(keeping: line)
        switch command.kind {
        case .me: return post(text, kind: .action)
        case .topic:
            guard text.isEmpty else { return [.setTopic(room.name, text)] }
            return show(notice: room.topic.isEmpty ? "no topic is set" : "topic: \(room.topic)")
        case .names:
            overlay = .members(scrolled: 0)
            return [.loadMembers(room.name)]
        case .help:
            overlay = .help(scrolled: 0)
            return []
        case .search: return search(text)
        case .catchUp: return catchUp()
        case .quit: return [.quit]
        case .join, .part, .nick: return []
        }
    }

    private mutating func rename(_ name: MemberName) -> [Effect] {
        [.rename(name)] + rename(to: name)
    }

    /// Takes it that the person has another name.
    ///
    /// - Parameter name: from now on.
    /// - Returns: nothing to do.
    mutating func rename(to name: MemberName) -> [Effect] {
        self.name = name
        return show(notice: "you are \(name) now")
    }

    /// Clears the line and keeps what stood there for Up.
    private mutating func emptyLine(keeping line: String) {
        room.history.add(line)
        room.editor = LineEditor()
    }

    /// A room's name as people write it, with or without `#`.
    private static func roomName(_ word: Substring) throws(NameError) -> RoomName {
        try RoomName(word.first == "#" ? word.dropFirst() : word)
    }
}
