extension Event {
    /// The `type` on the wire.
    package var typeName: String {
        switch self {
        case .durable(let event): event.typeName
        case .ephemeral(let event): event.typeName
        case .control(let event): event.typeName
        }
    }
}

extension DurableEvent.Content {
    /// Whether it is something that was said, and not a change.
    package var isMessage: Bool {
        if case .message = self { true } else { false }
    }
}

extension DurableEvent {
    /// The `type` on the wire.
    package var typeName: String {
        switch content {
        case .message: "message"
        case .edit: "edit"
        case .delete: "delete"
        case .react: "react"
        case .room: "room"
        case .member: "member"
        case .unknown(let type): type.description
        }
    }
}

extension EphemeralEvent {
    /// The `type` on the wire.
    package var typeName: String {
        switch self {
        case .presence: "presence"
        case .typing: "typing"
        case .read: "read"
        }
    }
}

extension ControlEvent {
    /// The `type` on the wire.
    package var typeName: String {
        switch self {
        case .open: "open"
        case .live: "live"
        case .ping: "ping"
        case .gap: "gap"
        case .lag: "lag"
        case .error: "error"
        case .bye: "bye"
        }
    }
}
