import ChatProtocol

extension Model {
    /// Sends what stands in the line, or does what it commands.
    ///
    /// - Returns: what follows; the line is kept if it was a mistake.
    mutating func send() -> [Effect] {
        if leaveOther() { return [] }
        let text = room.editor.text
        // While a message is changed, whatever stands in the line is its text.
        if room.writing.edit != nil { return sendWords(text) }
        switch entry(of: text) {
        case .nothing: return []
        case .mistake(let words): return show(notice: words)
        case .message(let message): return sendWords(message, line: text)
        case .command(let command, let argument):
            return run(command, argument: argument, line: text)
        }
    }

    /// Sends words: a message, an answer, or the new text of a message.
    ///
    /// - Parameter line: what Up brings back; the words if `nil`.
    /// - Returns: the post or change; nothing if it is refused, which is said.
    mutating func sendWords(_ words: String, line: String? = nil) -> [Effect] {
        if let edit = room.writing.edit { return finish(edit) }
        let effects = post(words, replyTo: room.writing.replyTo)
        guard !effects.isEmpty else { return [] }
        room.writing.purpose = .say
        emptyLine(keeping: line ?? words)
        return effects
    }

    private mutating func run(_ command: Command, argument: String, line: String) -> [Effect] {
        if Self.mayHoldPassword(command, argument) {
            room.editor = LineEditor()
            return show(notice: "the line is forgotten: a password is asked for, not written there")
        }
        let name = room.name
        let editor = room.editor
        let history = room.history
        gatherSent()
        let (sent, browsed, undone) = (writing.sent, room.writing.browsed, room.writing.undone)
        emptyLine(keeping: line)
        do throws(CommandFault) {
            let effects = try perform(command, argument)
            note(TypedLine(room: name, text: line), leadingTo: effects)
            return effects
        } catch {
            if let index = index(of: name) {
                rooms[index].editor = editor
                rooms[index].history = history
                rooms[index].writing.browsed = browsed
                rooms[index].writing.undone = undone
            }
            writing.sent = sent
            return show(notice: error.words)
        }
    }

    private mutating func perform(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let words = argument.split(whereSeparator: \.isWhitespace).count
        // What is written and would do nothing is not passed over without a word.
        if let limit = command.wordLimit, words > limit { throw CommandFault(usage: command) }
        switch command.kind {
        case .join, .part, .msg, .room, .server, .list, .names, .whois, .topic, .nick, .move:
            return try go(command, argument)
        case .me, .say, .shrug:
            return try say(command, argument)
        case .reply, .edit, .delete, .react, .thread, .copy, .open, .unread, .pin, .pins:
            return try act(command, argument)
        case .mute, .unmute, .notify, .ignore, .unignore, .highlight:
            return try prefer(command, argument)
        case .clear:
            room.writing.clearedThrough = room.timeline.last
            room.scroll = .newest
            return []
        case .bare: return [.showBare(try bareText())]
        case .plain: return [.workspace(.goOnInLines)]
        case .log: return try log(command, argument)
        case .set: return try set(argument)
        case .theme: return try set(argument.isEmpty ? "theme" : "theme \(argument)")
        case .away, .back: return leaveDesk(argument, isBack: command.kind == .back)
        case .connect, .exec: return try reachOut(command, argument)
        case .disconnect: return [.workspace(.disconnect(argument))]
        case .editor: return [.editExternally(room.editor.text)]
        case .reconnect: return reconnect()
        case .status:
            overlay = .status(scrolled: 0)
            return []
        case .help: return try help(argument)
        case .search:
            guard !argument.isEmpty else { throw CommandFault(usage: command) }
            guard isConnected else { throw CommandFault(Self.cannotSearch) }
            return search(argument)
        case .catchUp: return catchUp()
        case .counts: return [.workspace(.counts)]
        case .alias: return try alias(command, argument)
        case .upload, .download, .view, .cancel: return try transfer(command, argument)
        case .login, .register, .logout: return try account(command, argument)
        case .invite, .kick, .ban, .unban, .silence, .op, .deop, .owner, .slow, .private, .public,
            .retention, .destroy:
            return try decide(command, argument)
        case .serverBan, .serverUnban: return try decideServerBan(command, argument)
        case .quit:
            showsWelcome = false
            return leave()
        }
    }

    /// Shows all keys and commands, or says what one command is for.
    private mutating func help(_ argument: String) throws(CommandFault) -> [Effect] {
        guard !argument.isEmpty else {
            overlay = .help(scrolled: 0)
            return []
        }
        let word = argument.drop { $0 == "/" }.prefix { !$0.isWhitespace }
        if let meant = writing.preferences.aliases[word.lowercased()] {
            return show(notice: "/\(word) is \(meant)" + Self.usage(of: meant))
        }
        let found = word.isEmpty ? [] : Command.named(word)
        guard let command = found.first else {
            throw CommandFault("there is no command /\(word); /help lists them")
        }
        guard found.count == 1 else {
            let names = found.map { "/\($0.name)" }.joined(separator: ", ")
            throw CommandFault("/\(word) may be \(names)")
        }
        let also = command.aliases.map { "/\($0)" }.joined(separator: ", ")
        let other = also.isEmpty ? "" : " \(Glyph.dot) also \(also)"
        return show(notice: "\(command.usage): \(command.help)\(other)")
    }

    /// What the command of an alias is for.
    private static func usage(of meant: String) -> String {
        guard case .command(let command, _) = Entry(meant) else { return "" }
        return " \(Glyph.dot) \(command.usage): \(command.help)"
    }

    private mutating func say(_ command: Command, _ text: String) throws(CommandFault) -> [Effect] {
        guard command.kind == .shrug || !text.isEmpty else { throw CommandFault(usage: command) }
        let words = command.kind == .shrug ? "\(text.isEmpty ? "" : text + " ")¯\\_(ツ)_/¯" : text
        let kind: Message.Kind? = command.kind == .me ? .action : nil
        return try said(post(words, kind: kind, replyTo: room.writing.replyTo))
    }

    /// Checks that a post was taken.
    ///
    /// - Throws: why it was not.
    mutating func said(_ effects: [Effect]) throws(CommandFault) -> [Effect] {
        guard !effects.isEmpty else { throw CommandFault(notice ?? "too much waits already") }
        room.writing.purpose = .say
        return effects
    }

    private mutating func log(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        let words = ShellWords(argument).words
        guard let path = words.first, !path.isEmpty else { throw CommandFault(usage: command) }
        guard words.count == 1 else { throw CommandFault(Self.blankWords) }
        // Each line with its head: none that somebody wrote looks like another one's.
        let lines = said.flatMap { head, lines in lines.map { "\(head)\($0)\n" } }
        guard !lines.isEmpty else { throw CommandFault("nothing of this room is loaded") }
        return [.save(lines.joined(), path: FileAddress.path(path))]
    }

    /// The room's loaded messages as they are now: time and name, then the lines of the text.
    private var said: [(head: String, lines: [String])] {
        room.timeline.events.compactMap { event in
            guard case .message(let message) = event.content,
                !preferences.ignored.contains(event.user)
            else { return nil }
            let current = room.currentMessage(of: event.seq, for: name)
            guard !current.isDeleted else { return nil }
            let time = LocalTime(event.at, in: zone)
            let sign = message.kind == .action ? "* \(event.user) " : "\(event.user): "
            let text = current.text ?? message.text
            return ("\(time.shortDate) \(time.hourAndMinute) \(sign)", SafeText(text).lines)
        }
    }

    /// What shows where the screen is left: each message on lines of its own that the terminal
    /// wraps, so that what one copies has no breaks that nobody wrote.
    private func bareText() throws(CommandFault) -> String {
        let said = said
        guard !said.isEmpty else { throw CommandFault("nothing of this room is loaded") }
        return said.map { $0.head + $0.lines.joined(separator: "\n  ") }.joined(separator: "\n")
    }

    /// Tries the stream again now, or what waits to be sent where the stream is open.
    ///
    /// - Returns: the try; nothing if there is nothing to try.
    mutating func reconnect() -> [Effect] {
        if case .offline = health { return [.reconnect] }
        guard hasUnsent else { return show(notice: "the stream is open") }
        return [.sendNow] + show(notice: "what is not sent is tried again")
    }

    /// Clears the line and keeps what stood there for Up.
    private mutating func emptyLine(keeping line: String) {
        keep(line, in: front)
        room.editor = LineEditor()
    }
}
