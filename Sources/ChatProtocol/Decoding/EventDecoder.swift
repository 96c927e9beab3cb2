/// Reads the events of a stream in any format that carries whole events.
package struct EventDecoder: EventDecoding {
    private var decoder: any EventDecoding

    /// Makes a decoder; `nil` for text, which has lines for people.
    ///
    /// - Parameter format: what the stream is written in.
    package init?(format: Format) {
        switch format {
        case .text: return nil
        case .ndjson: decoder = NDJSONDecoder()
        case .sse: decoder = SSEDecoder()
        case .csv: decoder = CSVDecoder()
        }
    }

    /// Takes bytes, and gives the events they complete; as ``EventDecoding/decode(_:)``.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: why the bytes are no stream of this format.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        try decoder.decode(bytes)
    }

    /// Ends an input that is whole; as ``EventDecoding/finish()``.
    ///
    /// - Returns: the event that had no line break yet.
    /// - Throws: the failure that was not given yet, or why what is left is no event.
    package mutating func finish() throws(DecodingFailure) -> [Event] {
        try decoder.finish()
    }
}
