extension MemberTerms {
    /// Reads terms from the JSON object that ``writeFields(to:)`` wrote.
    ///
    /// - Throws: why it cannot be read.
    package init(json: some Collection<UInt8>) throws(DecodingFailure) {
        let bytes = [UInt8](copyOf: json)
        let fields = try WireFields(json: bytes.span)
        self = fields.memberTerms
    }
}

extension RoomChange {
    /// Reads rules from the JSON object that ``writeRules(to:)`` wrote.
    ///
    /// - Throws: why it cannot be read.
    package mutating func readRules(json: some Collection<UInt8>) throws(DecodingFailure) {
        let bytes = [UInt8](copyOf: json)
        let fields = try WireFields(json: bytes.span)
        slowSeconds = fields.slowSeconds
        retention = fields.retention
    }
}
