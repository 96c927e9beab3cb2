extension Event {
    /// The types that are known here.
    package static let typeNames: Set<String> = [
        "message", "edit", "delete", "react", "room", "member", "presence", "typing", "read",
        "open", "live", "ping", "gap", "lag", "error", "bye",
    ]

    /// Reads an event's JSON object.
    ///
    /// - Parameter json: one JSON text, at most ``Limits/lineBytes`` bytes; fields that are not
    ///   known here are ignored, and a type that is not known gives `nil`.
    /// - Throws: why it is no event.
    package init?(json: some Collection<UInt8>) throws(DecodingFailure) {
        guard json.count <= Limits.lineBytes else { throw .lineTooLong(limit: Limits.lineBytes) }
        try self.init(utf8: [UInt8](copyOf: json).span)
    }

    /// Reads an event's JSON object where it stands.
    ///
    /// - Throws: why it is no event.
    package init?(json: ArraySlice<UInt8>) throws(DecodingFailure) {
        try self.init(utf8: json.span)
    }

    private init?(utf8: Span<UInt8>) throws(DecodingFailure) {
        guard utf8.count <= Limits.lineBytes else { throw .lineTooLong(limit: Limits.lineBytes) }
        let fields = try WireFields(json: utf8)
        guard fields.type != nil else { throw .wrongField("type") }
        guard let event = try fields.event() else { return nil }
        self = event
    }
}

extension Problem {
    /// Reads a problem's JSON object.
    ///
    /// - Parameter json: one JSON text; `status` and `code` must be there.
    /// - Throws: why it is no problem.
    package init(json: some Collection<UInt8>) throws(DecodingFailure) {
        guard json.count <= Limits.jsonBytes else { throw .lineTooLong(limit: Limits.jsonBytes) }
        let bytes = [UInt8](copyOf: json)
        self = try WireProblem(JSONObject(bytes.span), in: bytes.span).problem
    }
}
