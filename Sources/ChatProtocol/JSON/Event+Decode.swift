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
        let fields = try JSONReading.fields(from: json)
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
        self = try JSONReading.value(WireProblem.self, from: json).problem
    }
}
