import ChatProtocol

/// That a member is typing, as servers tell each other.
struct TypingNotice: Hashable, Sendable {
    /// As the log names it.
    let room: RoomName
    let member: MemberName

    /// As a notice says it; no name has a space.
    var text: String { "\(room) \(member)" }
}

extension TypingNotice {
    /// Reads a notice; `nil` for what is none.
    init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, let room = RoomName(logged: String(words[0])),
            let member = try? MemberName(words[1])
        else { return nil }
        self.init(room: room, member: member)
    }
}
