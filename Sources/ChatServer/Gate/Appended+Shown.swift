import ChatProtocol
import ChatStore

extension Appended {
    /// The event as a member gets it.
    ///
    /// - Returns: new or known, as before.
    func shown(to viewer: MemberName?) -> Appended {
        guard event.room.isDirect else { return self }
        switch self {
        case .new(let event): return .new(event.shown(to: viewer))
        case .known(let event): return .known(event.shown(to: viewer))
        }
    }
}
