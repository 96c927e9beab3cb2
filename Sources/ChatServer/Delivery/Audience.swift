import ChatProtocol

/// For whom a commit may change whether a room is to be seen.
enum Audience: Hashable, Sendable {
    case everybody
    /// Maybe nobody.
    case members(Set<MemberName>)

    /// Finds it.
    init(of events: [DurableEvent]) {
        var members: Set<MemberName> = []
        for event in events {
            switch event.content {
            // Those who may see a room that is new are not known.
            case _ where event.seq == 1: self = .everybody; return
            case .room(let change) where change.visibility != nil: self = .everybody; return
            case .member(let name, _, _): members.insert(name)
            case .message, .edit, .delete, .react, .room, .unknown: break
            }
        }
        self = .members(members)
    }

    /// Whether it is nobody's business.
    var isEmpty: Bool { self == .members([]) }
}
