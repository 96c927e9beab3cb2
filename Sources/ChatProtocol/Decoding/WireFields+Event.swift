extension WireFields {
    /// The event that the fields make.
    ///
    /// - Returns: `nil` for a type that is not known here.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when a known type lacks a field.
    func event() throws(DecodingFailure) -> Event? {
        if let content = try durableContent() {
            return .durable(
                DurableEvent(
                    room: try roomName(room),
                    seq: try address(seq, "seq"),
                    cursor: try optionalCursor(),
                    at: try timestamp(),
                    user: try memberName(user, "user"),
                    content: content
                )
            )
        }
        if let event = try ephemeralEvent() { return .ephemeral(event) }
        return try controlEvent().map(Event.control)
    }

    /// What the fields say happened.
    ///
    /// - Returns: `nil` for a type that is no part of a log, or not known here.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when a field is missing.
    func durableContent() throws(DecodingFailure) -> DurableEvent.Content? {
        switch type {
        case "message":
            .message(try message())
        case "edit":
            .edit(target: try address(target, "target"), text: try required(text, "text"))
        case "delete":
            .delete(target: try address(target, "target"), reason: reason)
        case "react":
            .react(
                target: try address(target, "target"),
                emoji: try required(emoji, "emoji"),
                on: try required(on, "on")
            )
        case "room":
            .room(try roomChange())
        case "member":
            .member(
                try memberName(member, "member"),
                role: try required(role.flatMap { Role(rawValue: $0) }, "role"),
                terms: memberTerms
            )
        default:
            nil
        }
    }

    /// A kind that is not known here is left out: the text can be read as plain speech.
    private func message() throws(DecodingFailure) -> Message {
        Message(
            text: try required(text, "text"),
            replyTo: try replyTo.map { value throws(DecodingFailure) in
                try address(value, "replyTo")
            },
            file: file.map { file in
                FileReference(
                    name: file.name,
                    size: file.size,
                    type: file.type,
                    sha256: file.sha256,
                    url: file.url
                )
            },
            kind: kind.flatMap { Message.Kind(rawValue: $0) },
            key: key,
            state: state
        )
    }

    /// What binds a member; a role before that is not known here is left out, since it is news
    /// alone.
    var memberTerms: MemberTerms {
        MemberTerms(
            until: until,
            mutedUntil: mutedUntil,
            reason: reason,
            was: was.flatMap { Role(rawValue: $0) }
        )
    }

    private func roomChange() throws(DecodingFailure) -> RoomChange {
        var change = RoomChange(topic: topic, slowSeconds: slowSeconds, retention: retention)
        guard let visibility else { return change }
        change.visibility = try required(Visibility(rawValue: visibility), "visibility")
        return change
    }

    private func ephemeralEvent() throws(DecodingFailure) -> EphemeralEvent? {
        switch type {
        case "presence":
            .presence(
                room: try roomName(room),
                user: try memberName(user, "user"),
                here: try required(here, "here")
            )
        case "typing":
            .typing(room: try roomName(room), user: try memberName(user, "user"))
        case "read":
            .read(room: try roomName(room), seq: try count(seq, "seq"))
        default:
            nil
        }
    }

    private func controlEvent() throws(DecodingFailure) -> ControlEvent? {
        switch type {
        case "open":
            .open(rooms: try ranges(), heartbeat: try required(heartbeat, "heartbeat"))
        case "live":
            .live
        case "ping":
            .ping(at: try timestamp(), cursor: try requiredCursor())
        case "gap":
            .gap(
                .init(
                    room: try roomName(room),
                    from: try count(from, "from"),
                    to: try count(to, "to"),
                    reason: try required(reason, "reason")
                )
            )
        case "lag":
            .lag(room: try roomName(room), behind: try count(behind, "behind"))
        case "error":
            .error(
                room: try room.map { text throws(DecodingFailure) in try roomName(text) },
                try required(problem, "problem").problem
            )
        case "bye":
            .bye(
                .init(
                    reason: try required(reason, "reason"),
                    reconnect: try required(reconnect, "reconnect"),
                    retryAfter: retryAfter,
                    cursor: try requiredCursor()
                )
            )
        default:
            nil
        }
    }

    private func ranges() throws(DecodingFailure) -> [ControlEvent.RoomRange] {
        try required(rooms, "rooms").map { range throws(DecodingFailure) in
            ControlEvent.RoomRange(
                room: try roomName(range.room),
                oldest: try count(range.oldest, "rooms"),
                newest: try count(range.newest, "rooms")
            )
        }
    }
}
