import ChatProtocol

extension Event {
    /// The event as a member gets it, who knows a direct room by the other's name.
    func shown(to viewer: MemberName?) -> Event {
        guard let viewer else { return self }
        switch self {
        case .durable(let event): return .durable(event.shown(to: viewer))
        case .ephemeral(let event): return .ephemeral(event.shown(to: viewer))
        case .control(.lag(let room, let behind)):
            return .control(.lag(room: room.shown(to: viewer), behind: behind))
        case .control(.gap(var gap)):
            gap.room = gap.room.shown(to: viewer)
            return .control(.gap(gap))
        case .control(.error(let room, let problem)):
            return .control(.error(room: room?.shown(to: viewer), problem))
        case .control: return self
        }
    }
}

extension EphemeralEvent {
    /// The event as a member gets it.
    fileprivate func shown(to viewer: MemberName) -> EphemeralEvent {
        switch self {
        case .presence(let room, let user, let here):
            .presence(room: room.shown(to: viewer), user: user, here: here)
        case .typing(let room, let user): .typing(room: room.shown(to: viewer), user: user)
        case .read(let room, let seq): .read(room: room.shown(to: viewer), seq: seq)
        }
    }
}

extension DurableEvent {
    /// The event as a member gets it, who knows a direct room by the other's name.
    func shown(to viewer: MemberName?) -> DurableEvent {
        guard room.isDirect else { return self }
        var event = self
        event.room = room.shown(to: viewer)
        return event
    }
}
