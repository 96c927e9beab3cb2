extension ControlEvent {
    /// Writes every field but `type`.
    func writeFields(to fields: inout JSONWriter) {
        switch self {
        case .open(let rooms, let heartbeat):
            fields.key("rooms")
            fields.array { array in
                for range in rooms { array.object { range.writeFields(to: &$0) } }
            }
            fields.field("heartbeat", heartbeat)
        case .live:
            break
        case .ping(let at, let cursor):
            fields.field("at", at)
            fields.field("cursor", cursor)
        case .gap(let gap):
            gap.writeFields(to: &fields)
        case .lag(let room, let behind):
            fields.field("room", room.description)
            fields.field("behind", behind)
        case .error(let room, let problem):
            fields.field("room", room?.description)
            fields.object("problem") { problem.writeFields(to: &$0) }
        case .bye(let bye):
            bye.writeFields(to: &fields)
        }
    }
}

extension ControlEvent.RoomRange {
    /// Writes its fields.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("room", room.description)
        fields.field("oldest", oldest)
        fields.field("newest", newest)
    }
}

extension ControlEvent.Gap {
    /// Writes its fields.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("room", room.description)
        fields.field("from", from)
        fields.field("to", to)
        fields.field("reason", reason)
    }
}

extension ControlEvent.Bye {
    /// Writes its fields.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("reason", reason)
        fields.field("reconnect", reconnect)
        fields.field("retryAfter", retryAfter)
        fields.field("cursor", cursor)
    }
}
