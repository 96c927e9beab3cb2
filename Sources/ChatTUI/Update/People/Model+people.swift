import ChatProtocol

/// Deciding about the room in front, and who is in it.
extension Model {
    /// Whether the server lets the person take back what others said in the room that shows.
    var isModerator: Bool {
        guard !room.isDirect, let signedIn else { return false }
        return signedIn.isOperator == true || room.role?.moderates == true
    }

    /// Why a command would be refused here, as far as that is known before it is tried.
    ///
    /// - Parameter argument: what follows it, as far as it is typed.
    /// - Returns: a sentence; `nil` if the server is to decide.
    func refusal(of kind: Command.Kind, _ argument: String = "") -> String? {
        if kind.isAboutServer { return serverBanRefusal }
        if kind == .topic { return argument.isEmpty ? nil : topicRefusal }
        guard let needed = neededRole(of: kind, argument) else { return nil }
        if room.isDirect { return "a talk of two has nobody to decide about" }
        guard let signedIn else { return forAccounts }
        guard signedIn.isOperator != true, let role = room.role else { return nil }
        let mayAll = role == .owner
        guard !mayAll, needed == .owner || role != .moderator else { return nil }
        let who = needed == .owner ? "an owner" : "a moderator"
        return "only \(who) of \(room.title) may do that"
    }

    /// Why the topic of the room in front cannot be changed.
    private var topicRefusal: String? {
        if room.isDirect { return "a talk of two has no topic" }
        guard let signedIn, signedIn.isOperator != true, let role = room.role, !role.moderates,
            isOwned
        else { return nil }
        return "only a moderator of \(room.title) may do that"
    }

    /// Whether the room in front is known to have an owner.
    ///
    /// Where there is none, anybody changes the topic. A private room has one, and the last one
    /// does not go.
    private var isOwned: Bool {
        room.members.contains { $0.role == .owner }
            || directory.contains { $0.name == room.name && $0.isPrivate }
            || room.timeline.events.contains { event in
                if case .member(_, .owner, _) = event.content { true } else { false }
            }
    }

    /// What one has to be in the room for a command; to take one's own words back, nothing.
    private func neededRole(of kind: Command.Kind, _ argument: String) -> Role? {
        guard kind == .delete, argument.first == "@" else { return kind.neededRole }
        let author = argument.dropFirst().prefix { !$0.isWhitespace }
        return author.lowercased() == name.folded ? nil : .moderator
    }

    /// What is said of what guests cannot do.
    var forAccounts: String { "that is for accounts: \(signInHelp.words)" }

    /// Does a command about the room in front.
    ///
    /// - Returns: what the server is asked for.
    /// - Throws: why it is not done.
    mutating func decide(_ command: Command, _ argument: String) throws(CommandFault) -> [Effect] {
        if let words = refusal(of: command.kind) { throw CommandFault(words) }
        switch command.kind {
        case .slow, .private, .public, .retention:
            return [.decide(room.name, .room(try Self.change(command, argument)))]
        case .destroy:
            if let words = roomRefusal { throw CommandFault(words) }
            return ask(.destroy(room.name))
        case .invite:
            let words = argument.split(whereSeparator: \.isWhitespace)
            // One is the name of who is let in.
            guard words.count == 1 else {
                return [.decide(room.name, .invite(try Self.terms(command, words)))]
            }
        default: break
        }
        let words = argument.split(separator: " ", maxSplits: 1)
        guard let word = words.first else { throw CommandFault(usage: command) }
        let member = try Command.member(word)
        let rest = words.dropFirst().first.map(String.init) ?? ""
        let order = try Self.order(command, rest)
        return [.decide(room.name, .member(member, order))]
    }

    /// What a code shall be good for: nothing that is said, or how often and how long.
    private static func terms(
        _ command: Command,
        _ words: [Substring]
    ) throws(CommandFault) -> Decision.InviteTerms {
        guard !words.isEmpty else { return Decision.InviteTerms() }
        guard words.count == 2, let uses = WireNumber(words[0])?.value, uses > 0,
            TimeSpan(words[1]) != nil
        else { throw CommandFault(usage: command) }
        return Decision.InviteTerms(uses: uses, time: String(words[1]))
    }

    private static let notBanned = Set(Role.allCases).subtracting([.banned])
    private static let belowOwner = notBanned.subtracting([.owner])

    private static func order(
        _ command: Command,
        _ rest: String
    ) throws(CommandFault) -> MemberOrder {
        let reason = rest.isEmpty ? nil : rest
        switch command.kind {
        // Without a role, which would take one away from who has more.
        case .invite: return MemberOrder(isFor: notBanned)
        case .kick: return MemberOrder(role: Role.none, reason: reason, isFor: notBanned)
        case .unban: return MemberOrder(role: Role.none, reason: reason, isFor: [.banned])
        case .op: return MemberOrder(role: .moderator, isFor: belowOwner)
        case .deop: return MemberOrder(role: .member, isFor: [.owner, .moderator])
        case .owner: return MemberOrder(role: .owner, isFor: notBanned)
        case .ban:
            let (time, why) = timed(rest)
            return MemberOrder(role: .banned, until: time, reason: why)
        default:
            let (time, why) = timed(rest, allowsOff: true)
            guard let time else { throw CommandFault(usage: command) }
            return MemberOrder(mutedUntil: time, reason: why)
        }
    }

    /// A span at the beginning, and what follows it.
    ///
    /// - Parameters:
    ///   - text: what stands behind a name.
    ///   - allowsOff: whether `off` is a span that is over; else it is a word of the reason.
    /// - Returns: the span as it was written, and the reason.
    static func timed(_ text: String, allowsOff: Bool = false) -> (time: String?, rest: String?) {
        let words = text.split(separator: " ", maxSplits: 1)
        guard let first = words.first else { return (nil, nil) }
        let rest = words.dropFirst().first.map(String.init)
        if allowsOff, first.lowercased() == "off" { return ("0s", rest) }
        guard TimeSpan(first) != nil else { return (nil, text) }
        return (String(first), rest)
    }

    private static func change(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> RoomChange {
        switch command.kind {
        case .private: return RoomChange(visibility: .private)
        case .public: return RoomChange(visibility: .public)
        case .slow:
            // Seconds, or a span as people write it.
            let pause = argument == "off" ? 0 : TimeSpan(orSeconds: argument)?.milliseconds
            guard let pause else { throw CommandFault(usage: command) }
            guard pause <= 1_000 * RoomChange.slowSeconds.upperBound else {
                throw CommandFault("slow mode is a day at most: 24h, or 86400 seconds")
            }
            return RoomChange(slowSeconds: pause / 1_000)
        default: return RoomChange(retention: try retention(command, argument))
        }
    }

    private static func retention(
        _ command: Command,
        _ argument: String
    ) throws(CommandFault) -> Retention {
        let words = argument.split(separator: " ")
        if words == ["off"] { return Retention() }
        guard let word = words.first else { throw CommandFault(usage: command) }
        let count = WireNumber(word.hasSuffix("d") ? word.dropLast() : word)?.value
        guard let count, count > 0 else { throw CommandFault(usage: command) }
        switch words.dropFirst() {
        case ["events"]: return Retention(events: count)
        case [], ["days"]: return Retention(days: count)
        default: throw CommandFault(usage: command)
        }
    }
}
