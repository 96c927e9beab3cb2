import ChatProtocol

/// The commands about rooms and members.
extension Model {
    /// Does such a command.
    ///
    /// - Throws: why it is not done.
    mutating func go(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        let word = argument.prefix { !$0.isWhitespace }
        let takesName = [.join, .msg, .nick, .room, .whois].contains(command.kind)
        guard !takesName || !word.isEmpty else { throw CommandFault(usage: command) }
        switch command.kind {
        case .join:
            let wanted = try Command.room(word)
            let code = argument[word.endIndex...].drop { $0.isWhitespace }
            if !code.isEmpty { try checkCode(for: wanted) }
            try checkTalk(in: wanted)
            try checkSpace(for: wanted)
            guard code.isEmpty else { return enter(wanted, with: String(code)) }
            let isListed = index(of: wanted) != nil
            return enter(wanted) + (isListed ? becomeMember(of: wanted) : [])
        case .part: return try part(word.isEmpty ? room.name : Command.room(word))
        case .msg:
            let text = argument[word.endIndex...].drop { $0.isWhitespace }
            return try talk(with: Command.member(word), text: String(text))
        case .nick:
            let name = try Command.member(word)
            if let signedIn {
                throw CommandFault("you are signed in as \(signedIn.name); /logout first")
            }
            return rename(name)
        case .whois: return tell(of: try Command.member(word))
        case .server: return [.workspace(.server(argument))]
        case .move: return try moveRoom(command, argument)
        default: return try look(command, argument)
        }
    }

    /// The commands that take no name.
    private mutating func look(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> [Effect] {
        switch command.kind {
        case .room:
            let text = argument.filter { !$0.isWhitespace && $0 != "#" }.lowercased()
            return [.workspace(.roomNamed(text))]
        case .names:
            overlay = .members(scrolled: 0)
            room.awaitsMembers = isConnected
            return [.loadMembers(room.name)]
        case .list:
            overlay = .rooms(scrolled: 0)
            awaitsDirectory = isConnected
            return [.loadRooms]
        case .topic:
            if let words = refusal(of: .topic, argument) { throw CommandFault(words) }
            let bytes = argument.utf8.count
            guard bytes <= Limits.topicBytes else {
                throw CommandFault("a topic has \(Limits.topicBytes) bytes at most, not \(bytes)")
            }
            guard argument.isEmpty else { return [.setTopic(room.name, argument)] }
            return show(notice: room.topic.isEmpty ? "no topic is set" : "topic: \(room.topic)")
        default: return []
        }
    }

    private mutating func talk(
        with member: MemberName,
        text: String
    ) throws(CommandFault) -> [Effect] {
        // A direct room is named after the other, in small letters as all rooms are.
        guard let direct = try? RoomName("@\(member.folded)") else {
            throw CommandFault("there is no room for \(member) alone")
        }
        try checkTalk(in: direct)
        try checkSpace(for: direct)
        if !text.isEmpty { try checkWords(for: direct) }
        let effects = join(direct)
        guard room.name == direct, !text.isEmpty else { return effects }
        // There may be somebody of that name by now, which the message tells.
        if room.isTalkWithNobody { room.isLost = false }
        return effects + post(text)
    }

    /// Refuses a direct room to who has no account, before it stands in the list for nothing.
    private func checkTalk(in room: RoomName) throws(CommandFault) {
        guard room.directMember != nil, signedIn == nil, index(of: room) == nil else { return }
        let register = "\(signInHelp.register) makes an account"
        throw CommandFault("a talk of two is for accounts: \(signInHelp.words), \(register)")
    }

    /// Refuses a code where none lets anybody in.
    private func checkCode(for room: RoomName) throws(CommandFault) {
        if room.directMember != nil { throw CommandFault("a talk of two takes no code") }
        guard signedIn == nil else { return }
        throw CommandFault(
            "a code is for accounts: /login signs in, /register NAME CODE makes an account"
        )
    }

    /// Refuses one room more than a stream carries.
    private func checkSpace(for room: RoomName) throws(CommandFault) {
        guard index(of: room) != nil || rooms.count < Limits.streamRooms else {
            throw CommandFault(Self.tooManyRooms)
        }
    }

    /// Refuses words for a room that takes none, before one is led there.
    private func checkWords(for name: RoomName) throws(CommandFault) {
        guard let index = index(of: name), !rooms[index].isTalkWithNobody,
            let words = postRefusal(in: rooms[index])
        else { return }
        throw CommandFault(words)
    }

    private mutating func rename(_ name: MemberName) -> [Effect] {
        self.name = name
        return [.rename(name)] + show(notice: "you are \(name) now")
    }
}
