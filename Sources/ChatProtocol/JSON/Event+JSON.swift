extension Event {
    /// Appends the event's JSON object, `type` first, without a line break.
    ///
    /// - Parameter bytes: what it is appended to.
    package func appendJSON(to bytes: inout [UInt8]) {
        JSONWriter.append(to: &bytes) { writer in
            writer.object { fields in
                fields.field("type", typeName)
                switch self {
                case .durable(let event): event.writeFields(to: &fields)
                case .ephemeral(let event): event.writeFields(to: &fields)
                case .control(let event): event.writeFields(to: &fields)
                }
            }
        }
    }
}

extension DurableEvent {
    /// Appends the event's JSON object, `type` first, without a line break.
    ///
    /// - Parameter bytes: what it is appended to.
    package func appendJSON(to bytes: inout [UInt8]) {
        Event.durable(self).appendJSON(to: &bytes)
    }

    /// Writes every field but `type`.
    ///
    /// - Parameter fields: the open object.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("room", room.description)
        fields.field("seq", seq)
        fields.field("cursor", cursor?.description)
        fields.field("at", at.description)
        fields.field("user", user.description)
        content.writeFields(to: &fields)
    }
}

extension DurableEvent.Content {
    /// Writes the fields of its own.
    ///
    /// - Parameter fields: the open object.
    func writeFields(to fields: inout JSONWriter) {
        switch self {
        case .message(let message):
            fields.field("text", message.text)
            message.writeDetails(to: &fields)
        case .edit(let target, let text):
            fields.field("target", target)
            fields.field("text", text)
        case .delete(let target):
            fields.field("target", target)
        case .react(let target, let emoji, let on):
            fields.field("target", target)
            fields.field("emoji", emoji)
            fields.field("on", on)
        case .room(let change):
            fields.field("topic", change.topic)
            fields.field("visibility", change.visibility?.rawValue)
        case .member(let member, let role):
            fields.field("member", member.description)
            fields.field("role", role.rawValue)
        }
    }
}

extension Message {
    /// Writes every field but `text`.
    ///
    /// - Parameter fields: the open object.
    func writeDetails(to fields: inout JSONWriter) {
        fields.field("replyTo", replyTo)
        if let file {
            fields.object("file") { fields in
                fields.field("name", file.name)
                fields.field("size", file.size)
                fields.field("type", file.type)
                fields.field("sha256", file.sha256)
                fields.field("url", file.url)
            }
        }
        fields.field("kind", kind?.rawValue)
        fields.field("key", key)
    }
}

extension EphemeralEvent {
    /// Writes every field but `type`.
    ///
    /// - Parameter fields: the open object.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("room", room.description)
        switch self {
        case .presence(_, let user, let here):
            fields.field("user", user.description)
            fields.field("here", here)
        case .typing(_, let user):
            fields.field("user", user.description)
        case .read(_, let seq):
            fields.field("seq", seq)
        }
    }
}
