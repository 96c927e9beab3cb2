extension JSONObject {
    /// A field that is a moment.
    ///
    /// - Parameter utf8: the text the object was read from.
    /// - Returns: `nil` when it is absent, `null`, or a text that is no moment.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is something else.
    func moment(_ name: JSONName, in utf8: Span<UInt8>) throws(DecodingFailure) -> Timestamp? {
        guard let value = value(name), case .string = value.kind else {
            return try string(name, in: utf8).flatMap { Timestamp($0) }
        }
        return Timestamp(utf8: utf8.extracting(value.start..<value.end))
    }
}
