import ChatProtocol

/// Signing in and out.
extension Model {
    /// Does a command about one's account.
    ///
    /// - Returns: what follows from it; a password is asked for first.
    /// - Throws: why it is not done.
    mutating func account(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        let words = argument.split(whereSeparator: \.isWhitespace)
        let name = try words.first.map { word throws(CommandFault) in try Command.member(word) }
        if command.kind == .logout {
            guard signedIn != nil else { throw CommandFault("you are not signed in") }
            return [.account(.signOut)]
        }
        let chosen = name ?? self.name
        // The same account again: the server may have ended the sign-in, and said so on the screen.
        if let signedIn, command.kind != .login || chosen != signedIn.name {
            throw CommandFault("you are signed in as \(signedIn.name); /logout first")
        }
        if command.kind == .login { return ask(.password(PasswordEntry(purpose: .signIn(chosen)))) }
        let invite = words.dropFirst().first.map(String.init)
        return ask(.password(PasswordEntry(purpose: .register(chosen, invite: invite))))
    }

    /// Whether a line holds more than such a command takes: perhaps a password, which is neither
    /// kept nor shown.
    ///
    /// - Returns: true if the line is to be forgotten.
    static func mayHoldPassword(_ command: Command, _ argument: String) -> Bool {
        let count = argument.split(whereSeparator: \.isWhitespace).count
        switch command.kind {
        case .login, .logout: return count > (command.kind == .login ? 1 : 0)
        case .register: return count > 2
        default: return false
        }
    }

    /// Takes a key while a password is asked for.
    ///
    /// - Parameter entry: what is typed so far.
    /// - Returns: the sign-in, once the password is whole.
    mutating func take(_ key: Key, for entry: PasswordEntry) -> [Effect] {
        var entry = entry
        switch (key.code, key.modifiers) {
        case (.enter, _): return finish(entry)
        case (.escape, _), (.character("c"), .control), (.character("g"), .control),
            (.character("d"), .control):
            writing.mode = .line
            return show(notice: "nothing is sent")
        case (.backspace, _), (.character("h"), .control): entry.typed.dropLast()
        case (.character("u"), .control): entry.typed = Password()
        case (.character(let character), let modifiers) where modifiers.subtracting(.shift).isEmpty:
            entry.typed.append(String(character))
        default: return []
        }
        return ask(.password(entry))
    }

    /// Takes a paste while a password is asked for: its first line.
    ///
    /// - Parameters:
    ///   - text: as the terminal gave it.
    ///   - entry: what is typed so far.
    mutating func paste(_ text: String, into entry: PasswordEntry) -> [Effect] {
        var entry = entry
        entry.typed.append(String(text.prefix { !$0.isNewline }))
        return ask(.password(entry))
    }

    private mutating func finish(_ entry: PasswordEntry) -> [Effect] {
        guard entry.typed.count > 0 else { return [] }
        switch entry.purpose {
        case .signIn(let name):
            writing.mode = .line
            return [.account(.signIn(name, entry.typed))] + show(notice: "signing in as \(name)")
        case .register(let name, let invite):
            guard let first = entry.first else {
                return ask(.password(PasswordEntry(purpose: entry.purpose, first: entry.typed)))
            }
            guard first == entry.typed else {
                _ = ask(.password(PasswordEntry(purpose: entry.purpose)))
                return show(notice: "the two differ: once more")
            }
            writing.mode = .line
            return [.account(.register(name, entry.typed, invite: invite))]
                + show(notice: "making an account for \(name)")
        }
    }

    /// Notes that the server knows the person, or no longer does.
    ///
    /// - Parameter signedIn: who is signed in; `nil` is a guest.
    /// - Returns: the list of rooms is asked for anew: what one may see, and what one has read, is
    ///   another matter now. A direct room is another one, and loaded anew.
    mutating func take(_ signedIn: SignedInAccount?) -> [Effect] {
        let before = self.signedIn
        self.signedIn = signedIn
        // Of the same one, more may be known by now, which nobody asked for.
        if let signedIn, before?.name != signedIn.name || signedIn.isOperator == nil {
            _ = show(notice: "you are signed in as \(signedIn.name)")
        }
        guard before?.name != signedIn?.name else { return [] }
        if let signedIn { name = signedIn.name } else { _ = show(notice: "you are signed out") }
        reading.watch = nil
        for index in rooms.indices {
            rooms[index].forgetReader()
            rooms[index].isOfOther = true
        }
        let pages = beginAnew(rooms.indices.filter { rooms[$0].isDirect })
        needsReadStates = false
        return pages.filter { $0 != .loadRooms } + [.loadRooms]
    }
}

extension Model {
    /// Takes a code that lets people in: it is shown with how it is used, and lies in the clipboard
    /// where there is one.
    ///
    /// - Parameters:
    ///   - invite: as the server made it.
    ///   - room: that it opens; `nil` is the server alone.
    mutating func take(_ invite: InviteCode, to room: RoomName?) -> [Effect] {
        let code = invite.code
        let count = invite.uses == 1 ? "one" : "\(invite.uses)"
        let place = room.map { " into #\($0)" } ?? ""
        let end =
            invite.expiresAt.map { " until \(RoomWords.moment($0, zone, options.time))" } ?? ""
        let way = room.map { "/join \($0) \(code)" } ?? "/register NAME \(code)"
        return show(notice: "\(code) lets \(count) in\(place)\(end), by \(way)") + [
            .copy(code, isAside: true)
        ]
    }
}

extension Model {
    /// Why a line is not done that a terminal's own editing took: it shows what is typed.
    ///
    /// - Returns: `nil` if it asks for no password.
    func refusalOfLine(_ line: String) -> String? {
        guard case .command(let command, _) = entry(of: line),
            [.login, .register].contains(command.kind)
        else { return nil }
        return "leave, and sign in by: chat-tui \(command.name)"
    }
}

extension Room {
    /// Whether the line may hold a password that somebody types where it is not asked for.
    var holdsSecret: Bool { Self.holdsSecret(editor) }

    /// Whether a line may hold one.
    ///
    /// - Parameter line: of this room, or what stood there before.
    /// - Returns: true for `/login` and `/register` with something behind them.
    static func holdsSecret(_ line: LineEditor) -> Bool {
        guard case .command(let command, let argument) = Entry(line.text) else { return false }
        return [.login, .register].contains(command.kind) && !argument.isEmpty
    }
}
