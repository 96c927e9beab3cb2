import Serialization

extension Event {
    /// Appends the event's JSON object, `type` first, without a line break.
    package func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .durable(let event): event.appendJSON(to: &bytes)
        case .ephemeral(let event): appendJSON(to: &bytes, event.writeFields)
        case .control(let event): appendJSON(to: &bytes, event.writeFields)
        }
    }

    private func appendJSON(to bytes: inout [UInt8], _ writeFields: (inout JSONWriter) -> Void) {
        JSONWriter.append(to: &bytes) { writer in
            writer.object { fields in
                fields.field("type", typeName)
                writeFields(&fields)
            }
        }
    }
}

extension DurableEvent {
    /// Bytes of the fields that every durable event has, with their names, at the very most.
    private static let headLimit =
        128 + UnknownType.byteLimit + RoomName.byteLimit + OutputSpan.decimalLimit
        + Cursor.byteLimit
        + Timestamp.byteCount + 2 * MemberName.byteLimit

    /// Appends the event's JSON object, `type` first, without a line break.
    package func appendJSON(to bytes: inout [UInt8]) {
        bytes.append(addingCapacity: Self.headLimit) { appendHead(to: &$0) }
        JSONWriter.append(to: &bytes) { writer in
            writer.resume()
            content.writeFields(to: &writer)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Appends the fields that every durable event has, in one reservation.
    private func appendHead(to room: inout OutputSpan<UInt8>) {
        room.append(literal: #"{"type":""#)
        room.append(text: typeName)
        room.append(literal: #"","room":""#)
        room.append(name: self.room.description)
        room.append(literal: #"","seq":"#)
        room.append(decimal: seq)
        if let cursor {
            room.append(literal: #","cursor":""#)
            cursor.append(to: &room)
            room.append(UInt8(ascii: "\""))
        }
        room.append(literal: #","at":""#)
        at.append(to: &room)
        room.append(literal: #"","user":""#)
        room.append(name: user.description)
        room.append(UInt8(ascii: "\""))
    }
}

extension DurableEvent.Content {
    /// Writes the fields of its own.
    func writeFields(to fields: inout JSONWriter) {
        switch self {
        case .message(let message):
            fields.field("text", message.text)
            message.writeDetails(to: &fields)
        case .edit(let target, let text):
            fields.field("target", target)
            fields.field("text", text)
        case .delete(let target, let reason):
            fields.field("target", target)
            fields.field("reason", reason)
        case .react(let target, let emoji, let on):
            fields.field("target", target)
            fields.field("emoji", emoji)
            fields.field("on", on)
        case .room(let change):
            change.writeFields(to: &fields)
        case .member(let member, let role, let terms):
            fields.field("member", member.description)
            fields.field("role", role.rawValue)
            terms.writeFields(to: &fields)
        case .unknown: break
        }
    }
}

extension RoomChange {
    /// Writes the fields that changed.
    func writeFields(to fields: inout JSONWriter) {
        fields.field("topic", topic)
        fields.field("visibility", visibility?.rawValue)
        writeRules(to: &fields)
    }

    /// Writes the rules that changed: what has no column of its own in a store.
    package func writeRules(to fields: inout JSONWriter) {
        fields.field("slowSeconds", slowSeconds)
        guard let retention else { return }
        fields.object("retention") { fields in
            fields.field("days", retention.days)
            fields.field("events", retention.events)
        }
    }
}

extension MemberTerms {
    /// Writes the fields that are set.
    package func writeFields(to fields: inout JSONWriter) {
        fields.field("until", until?.description)
        fields.field("mutedUntil", mutedUntil?.description)
        fields.field("reason", reason)
        fields.field("was", was?.rawValue)
    }
}

extension Message {
    /// Writes every field but `text`.
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
        state?.writeFields(to: &fields)
    }
}

extension EphemeralEvent {
    /// Writes every field but `type`.
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
