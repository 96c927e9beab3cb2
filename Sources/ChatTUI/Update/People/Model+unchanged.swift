import ChatProtocol

/// Orders that change nothing: the room tells of none.
extension Model {
    /// Says that what was decided was so before.
    mutating func unchanged(_ decision: Decision, in name: RoomName) -> [Effect] {
        let title = index(of: name).map { rooms[$0].title } ?? "#\(name)"
        return Self.words(for: decision).map {
            show(notice: "nothing changed in \(title): \($0)")
        } ?? []
    }

    /// What was so before; `nil` for what is told in another way.
    private static func words(for decision: Decision) -> String? {
        switch decision {
        case .member(let member, let order): words(for: order, about: member)
        case .room(let change): RoomWords.state(by: change)
        case .destroy, .invite, .enter, .useCode, .join: nil
        }
    }

    private static func words(for order: MemberOrder, about member: MemberName) -> String {
        switch order.role {
        case Role.none?: "\(member) is no member, and not banned; /ban keeps people out"
        case .member?: "\(member) is a member already"
        case .moderator?: "\(member) is a moderator already"
        case .owner?: "\(member) is an owner already"
        case .banned?: "\(member) is banned already"
        case nil where order.mutedUntil == nil: "\(member) is a member already"
        case nil: "\(member) may speak as before"
        }
    }
}
