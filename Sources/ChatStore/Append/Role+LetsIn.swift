import ChatProtocol

extension Role {
    /// Whether who has it is let into the room: such a name stands for one person from then on.
    var letsIn: Bool {
        switch self {
        case .owner, .moderator, .member: true
        case .none, .banned: false
        }
    }
}
