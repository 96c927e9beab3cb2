extension WireFields {
    /// Reads the fields that the type has, and no others.
    ///
    /// Another type may give a field of the same name another meaning. Without a type every field
    /// is read: so it is in CSV's `detail`.
    ///
    /// - Parameters:
    ///   - utf8: one JSON text, in valid UTF-8.
    ///   - isRow: whether it is a row of an import, where a message need not say that it is one,
    ///     and may be an `action`, and no field stands twice.
    /// - Throws: ``DecodingFailure``.
    init(json utf8: Span<UInt8>, isRow: Bool = false) throws(DecodingFailure) {
        let fields = try JSONObject(utf8)
        if isRow { try Self.refuseRepeats(in: utf8) }
        let told = try fields.string(.type, in: utf8)
        type = isRow && (told == nil || told == "action") ? "message" : told
        switch type {
        case nil:
            try readMessage(fields, in: utf8)
            try readChange(fields, in: utf8)
            try readRules(fields, in: utf8)
            try readControl(fields, in: utf8)
        case "message":
            try readAddress(fields, in: utf8)
            try readMessage(fields, in: utf8)
        case "edit", "delete", "react", "room", "member", "presence", "typing", "read":
            try readAddress(fields, in: utf8)
            text = try fields.string(.text, in: utf8)
            try readChange(fields, in: utf8)
            if ["delete", "room", "member"].contains(type) { try readRules(fields, in: utf8) }
        case "open", "live", "ping", "gap", "lag", "error", "bye":
            room = try fields.string(.room, in: utf8)
            at = try fields.moment(.at, in: utf8)
            try readControl(fields, in: utf8)
        default:
            break
        }
        if isRow, told == "action" { kind = told }
    }

    /// Refuses a row in which a field stands twice, however deep: readers differ in which they
    /// take.
    static func refuseRepeats(in utf8: Span<UInt8>) throws(DecodingFailure) {
        guard let name = JSONGrammar.repeatedName(in: utf8) else { return }
        throw .malformed("the field \(SafeText(name).singleLine) stands twice")
    }

    private mutating func readAddress(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) {
        room = try fields.string(.room, in: utf8)
        seq = try fields.integer(.seq, in: utf8)
        cursor = try fields.string(.cursor, in: utf8)
        at = try fields.moment(.at, in: utf8)
        user = try fields.string(.user, in: utf8)
    }

    private mutating func readMessage(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) {
        text = try fields.string(.text, in: utf8)
        replyTo = try fields.integer(.replyTo, in: utf8)
        if let file = try fields.object(.file, in: utf8) { self.file = try File(file, in: utf8) }
        kind = try fields.string(.kind, in: utf8)
        key = try fields.string(.key, in: utf8)
        let state = MessageState(
            editedAt: try fields.moment(.editedAt, in: utf8),
            isDeleted: try fields.bool(.deleted, in: utf8) ?? false,
            reactions: try reactions(fields, in: utf8)
        )
        self.state = state.isUntouched ? nil : state
    }

    private func reactions(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) -> [MessageState.Count] {
        guard let reactions = try fields.integers(.reactions, in: utf8) else { return [] }
        var counts: [MessageState.Count] = []
        for (emoji, count) in reactions where count > 0 {
            guard !counts.contains(where: { $0.emoji == emoji }) else { continue }
            counts.append(MessageState.Count(emoji: emoji, count: count))
        }
        return counts
    }

    private mutating func readChange(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) {
        target = try fields.integer(.target, in: utf8)
        emoji = try fields.string(.emoji, in: utf8)
        on = try fields.bool(.on, in: utf8)
        topic = try fields.string(.topic, in: utf8)
        visibility = try fields.string(.visibility, in: utf8)
        member = try fields.string(.member, in: utf8)
        role = try fields.string(.role, in: utf8)
        here = try fields.bool(.here, in: utf8)
    }

    private mutating func readRules(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) {
        reason = try fields.string(.reason, in: utf8)
        until = try fields.moment(.until, in: utf8)
        mutedUntil = try fields.moment(.mutedUntil, in: utf8)
        was = try fields.string(.was, in: utf8)
        slowSeconds = try fields.integer(.slowSeconds, in: utf8)
        guard let kept = try fields.object(.retention, in: utf8) else { return }
        retention = Retention(
            days: try kept.integer(.days, in: utf8),
            events: try kept.integer(.events, in: utf8)
        )
    }

    private mutating func readControl(
        _ fields: JSONObject,
        in utf8: Span<UInt8>
    ) throws(DecodingFailure) {
        cursor = try fields.string(.cursor, in: utf8)
        rooms = try fields.objects(.rooms, in: utf8) { range throws(DecodingFailure) in
            try Range(range, in: utf8)
        }
        heartbeat = try fields.integer(.heartbeat, in: utf8).map(Int.init)
        from = try fields.integer(.from, in: utf8)
        to = try fields.integer(.to, in: utf8)
        reason = try fields.string(.reason, in: utf8)
        behind = try fields.integer(.behind, in: utf8)
        if let problem = try fields.object(.problem, in: utf8) {
            self.problem = try WireProblem(problem, in: utf8)
        }
        reconnect = try fields.bool(.reconnect, in: utf8)
        retryAfter = try fields.integer(.retryAfter, in: utf8).map(Int.init)
    }
}

extension WireFields.File {
    /// Reads a file's fields.
    ///
    /// - Parameter utf8: the text it was read from.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    init(_ fields: JSONObject, in utf8: Span<UInt8>) throws(DecodingFailure) {
        name = try fields.required(fields.string(.name, in: utf8), .name)
        size = try fields.required(fields.integer(.size, in: utf8), .size)
        type = try fields.required(fields.string(.type, in: utf8), .type)
        sha256 = try fields.required(fields.string(.sha256, in: utf8), .sha256)
        url = try fields.required(fields.string(.url, in: utf8), .url)
    }
}

extension WireFields.Range {
    /// Reads a room's fields in `open`.
    ///
    /// - Parameter utf8: the text it was read from.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    init(_ fields: JSONObject, in utf8: Span<UInt8>) throws(DecodingFailure) {
        room = try fields.required(fields.string(.room, in: utf8), .room)
        oldest = try fields.required(fields.integer(.oldest, in: utf8), .oldest)
        newest = try fields.required(fields.integer(.newest, in: utf8), .newest)
    }
}

extension WireProblem {
    /// Reads a problem's fields.
    ///
    /// - Parameter utf8: the text it was read from.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    init(_ fields: JSONObject, in utf8: Span<UInt8>) throws(DecodingFailure) {
        status = try fields.required(fields.integer(.status, in: utf8).map(Int.init), .status)
        code = try fields.required(fields.string(.code, in: utf8), .code)
        title = try fields.string(.title, in: utf8)
        detail = try fields.string(.detail, in: utf8)
        limit = try fields.integer(.limit, in: utf8)
        value = try fields.integer(.value, in: utf8)
        configKey = try fields.string(.configKey, in: utf8)
        retryAfter = try fields.integer(.retryAfter, in: utf8).map(Int.init)
        oldest = try fields.string(.oldest, in: utf8)
        newest = try fields.string(.newest, in: utf8)
    }
}
