import ChatProtocol

/// Who said how much in a room in the last minute.
///
/// Pure.
struct RoomActivity: Hashable, Sendable {
    /// Members that are counted by name; one more counts in the room alone until one of these has
    /// been silent for the window.
    static let memberLimit = 64

    private var all = CountRing()
    private var members: [MemberName: CountRing] = [:]

    /// Counts messages of a member.
    ///
    /// - Parameters:
    ///   - count: how many, 0 or more.
    ///   - now: seconds since the server's start.
    mutating func add(_ count: Int, by member: MemberName, at now: Int64) {
        all.add(count, at: now)
        if members[member] == nil, members.count >= Self.memberLimit { forgetSilent(now) }
        guard members[member] != nil || members.count < Self.memberLimit else { return }
        members[member, default: CountRing()].add(count, at: now)
    }

    /// Messages in the last minute.
    ///
    /// - Parameter now: seconds since the server's start.
    /// - Returns: 0 in a room that was silent.
    func messages(at now: Int64) -> Int {
        all.total(at: now)
    }

    /// The members who said most in the last minute.
    ///
    /// - Parameters:
    ///   - limit: how many at the most.
    ///   - now: seconds since the server's start.
    /// - Returns: the most active first, those with as much by name.
    func mostActive(_ limit: Int, at now: Int64) -> [(member: MemberName, messages: Int)] {
        let counted = members.compactMap { member, ring in
            let messages = ring.total(at: now)
            return messages > 0 ? (member: member, messages: messages) : nil
        }
        return Array(
            counted.sorted {
                ($1.messages, $0.member.description) < ($0.messages, $1.member.description)
            }.prefix(limit)
        )
    }

    private mutating func forgetSilent(_ now: Int64) {
        members = members.filter { $0.value.total(at: now) > 0 }
    }
}
