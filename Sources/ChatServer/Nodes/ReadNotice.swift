import ChatProtocol

/// How far a member has read a room, as servers tell each other.
struct ReadNotice: Hashable, Sendable {
    /// As the log names it.
    let room: RoomName
    let member: MemberName
    let seq: Int64

    /// As a notice says it; no name has a space.
    var text: String { "\(room) \(member) \(seq)" }
}

extension ReadNotice {
    /// Reads a notice; `nil` for what is none.
    init?(_ text: some StringProtocol) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, let room = RoomName(logged: String(words[0])),
            let member = try? MemberName(words[1]), let seq = WireNumber(String(words[2]))?.value
        else { return nil }
        self.init(room: room, member: member, seq: seq)
    }
}
