extension WireFields: Decodable {
    private typealias Fields = KeyedDecodingContainer<CodingKeys>

    private enum CodingKeys: CodingKey {
        case type, room, seq, cursor, at, user
        case text, replyTo, file, kind, key
        case target, emoji, on, topic, visibility, member, role, here
        case rooms, heartbeat, from, to, reason, behind, problem, reconnect, retryAfter
    }

    /// Reads the fields that the type has, and no others.
    ///
    /// A lookup costs about a third of a microsecond, and another type may give a field of the same
    /// name another meaning. Without a type every field is read: so it is in CSV's `detail`.
    ///
    /// - Parameter decoder: at an object.
    /// - Throws: `DecodingError`.
    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        type = try fields.decodeIfPresent(String.self, forKey: .type)
        switch type {
        case nil:
            try readMessage(fields)
            try readChange(fields)
            try readControl(fields)
        case "message":
            try readAddress(fields)
            try readMessage(fields)
        case "edit", "delete", "react", "room", "member", "presence", "typing", "read":
            try readAddress(fields)
            text = try fields.decodeIfPresent(String.self, forKey: .text)
            try readChange(fields)
        case "open", "live", "ping", "gap", "lag", "error", "bye":
            room = try fields.decodeIfPresent(String.self, forKey: .room)
            at = try fields.decodeIfPresent(String.self, forKey: .at)
            try readControl(fields)
        default:
            break
        }
    }

    private mutating func readAddress(_ fields: Fields) throws {
        room = try fields.decodeIfPresent(String.self, forKey: .room)
        seq = try fields.decodeIfPresent(Int64.self, forKey: .seq)
        cursor = try fields.decodeIfPresent(String.self, forKey: .cursor)
        at = try fields.decodeIfPresent(String.self, forKey: .at)
        user = try fields.decodeIfPresent(String.self, forKey: .user)
    }

    private mutating func readMessage(_ fields: Fields) throws {
        text = try fields.decodeIfPresent(String.self, forKey: .text)
        replyTo = try fields.decodeIfPresent(Int64.self, forKey: .replyTo)
        file = try fields.decodeIfPresent(File.self, forKey: .file)
        kind = try fields.decodeIfPresent(String.self, forKey: .kind)
        key = try fields.decodeIfPresent(String.self, forKey: .key)
    }

    private mutating func readChange(_ fields: Fields) throws {
        target = try fields.decodeIfPresent(Int64.self, forKey: .target)
        emoji = try fields.decodeIfPresent(String.self, forKey: .emoji)
        on = try fields.decodeIfPresent(Bool.self, forKey: .on)
        topic = try fields.decodeIfPresent(String.self, forKey: .topic)
        visibility = try fields.decodeIfPresent(String.self, forKey: .visibility)
        member = try fields.decodeIfPresent(String.self, forKey: .member)
        role = try fields.decodeIfPresent(String.self, forKey: .role)
        here = try fields.decodeIfPresent(Bool.self, forKey: .here)
    }

    private mutating func readControl(_ fields: Fields) throws {
        cursor = try fields.decodeIfPresent(String.self, forKey: .cursor)
        rooms = try fields.decodeIfPresent([Range].self, forKey: .rooms)
        heartbeat = try fields.decodeIfPresent(Int.self, forKey: .heartbeat)
        from = try fields.decodeIfPresent(Int64.self, forKey: .from)
        to = try fields.decodeIfPresent(Int64.self, forKey: .to)
        reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        behind = try fields.decodeIfPresent(Int64.self, forKey: .behind)
        problem = try fields.decodeIfPresent(WireProblem.self, forKey: .problem)
        reconnect = try fields.decodeIfPresent(Bool.self, forKey: .reconnect)
        retryAfter = try fields.decodeIfPresent(Int.self, forKey: .retryAfter)
    }
}
