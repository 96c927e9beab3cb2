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

    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        try decoder.decode(bytes)
    }

    package mutating func finish() throws(DecodingFailure) -> [Event] {
        try decoder.finish()
    }
}
