import ChatProtocol

/// What happened to a room or in it, in words.
enum RoomWords {
    /// A change of the room in words.
    ///
    /// - Parameter change: what changed.
    /// - Returns: words that may hold anything a person wrote.
    static func of(_ change: RoomChange) -> String {
        var words: [String] = []
        if let topic = change.topic {
            words.append(topic.isEmpty ? "the topic is gone" : "the topic is: \(topic)")
        }
        if let visibility = change.visibility { words.append("the room is \(visibility.rawValue)") }
        return words.isEmpty ? "the room changed" : words.joined(separator: "; ")
    }

    /// A change of a role in words.
    ///
    /// - Parameters:
    ///   - role: the new one.
    ///   - member: whose it is.
    ///   - user: who gave it.
    /// - Returns: a sentence.
    static func of(_ role: Role, member: MemberName, by user: MemberName) -> String {
        switch role {
        case .member: member == user ? "\(member) joined" : "\(user) let \(member) in"
        case .none: member == user ? "\(member) left" : "\(user) put \(member) out"
        case .banned: "\(user) banned \(member)"
        case .owner, .moderator: "\(user) made \(member) \(role.rawValue)"
        }
    }
}
