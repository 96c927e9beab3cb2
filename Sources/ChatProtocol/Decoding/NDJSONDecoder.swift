/// Reads events from newline-delimited JSON; empty lines are skipped.
package struct NDJSONDecoder: EventDecoding {
    private var splitter: LineSplitter
    private var held = HeldFailure()

    /// Makes a decoder.
    ///
    /// - Parameter limit: bytes of a line.
    package init(limit: Int = Limits.lineBytes) {
        splitter = LineSplitter(ending: .lineFeed, limit: limit)
    }

    /// Takes bytes, and gives the events they complete; as ``EventDecoding/decode(_:)``.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Returns: events, in order.
    /// - Throws: why the bytes are no stream of this format.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        var events: [Event] = []
        try held.collect(into: &events) { events throws(DecodingFailure) in
            for line in try splitter.lines(in: bytes) where !line.isEmpty {
                if let event = try Event(json: line) { events.append(event) }
            }
        }
        return events
    }

    /// Ends an input that is whole; as ``EventDecoding/finish()``.
    ///
    /// - Returns: the event that had no line break yet.
    /// - Throws: the failure that was not given yet, or why what is left is no event.
    package mutating func finish() throws(DecodingFailure) -> [Event] {
        var events: [Event] = []
        try held.collect(into: &events) { events throws(DecodingFailure) in
            guard let line = try splitter.finish(), let event = try Event(json: line) else {
                return
            }
            events.append(event)
        }
        return events
    }
}
