/// Reads events from newline-delimited JSON; empty lines are skipped.
package struct NDJSONDecoder: EventDecoding {
    private var splitter: LineSplitter
    private var held = HeldFailure()
    private let tellsWrongEvents: Bool

    /// Makes a decoder.
    ///
    /// - Parameters:
    ///   - limit: bytes of a line.
    ///   - tellsWrongEvents: whether an event with a wrong field becomes an error event, and those
    ///     behind it are read; else it ends the stream.
    package init(limit: Int = Limits.lineBytes, tellsWrongEvents: Bool = false) {
        self.tellsWrongEvents = tellsWrongEvents
        splitter = LineSplitter(ending: .lineFeed, limit: limit)
    }

    /// Takes bytes, and gives the events they complete; as ``EventDecoding/decode(_:)``.
    ///
    /// - Parameter bytes: the next bytes, cut anywhere.
    /// - Throws: why the bytes are no stream of this format.
    package mutating func decode(
        _ bytes: some Collection<UInt8>
    ) throws(DecodingFailure) -> [Event] {
        var events: [Event] = []
        let isTold = tellsWrongEvents
        try held.collect(into: &events) { events throws(DecodingFailure) in
            for line in try splitter.lines(in: bytes) where !line.isEmpty {
                if let event = try Self.event(in: line, tellsWrong: isTold) { events.append(event) }
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
        let isTold = tellsWrongEvents
        try held.collect(into: &events) { events throws(DecodingFailure) in
            guard let line = try splitter.finish(),
                let event = try Self.event(in: line, tellsWrong: isTold)
            else { return }
            events.append(event)
        }
        return events
    }

    private static func event(
        in line: ArraySlice<UInt8>,
        tellsWrong: Bool
    ) throws(DecodingFailure) -> Event? {
        do throws(DecodingFailure) {
            return try Event(json: line)
        } catch {
            // Without a type it is no event at all.
            guard tellsWrong, case .wrongField(let name) = error, name != "type" else {
                throw error
            }
            return .control(.error(room: nil, .unreadableEvent(error)))
        }
    }
}

extension Problem {
    /// An event of which a field is missing or wrong.
    fileprivate static func unreadableEvent(_ failure: DecodingFailure) -> Problem {
        Problem(
            status: 502,
            code: "bad_event",
            title: "An event cannot be read",
            detail: "an event of the server is left out: \(failure)"
        )
    }
}
