import ChatProtocol
import Testing

@Suite struct RoundTripTests {
    @Test("Every event survives a format that carries whole events", arguments: 1...16)
    func survives(seed: UInt64) throws {
        for format in [Format.ndjson, .sse, .csv] {
            var generator = try EventGenerator(seed: seed)
            var events: [Event] = []
            for _ in 0..<50 { events.append(try generator.event()) }
            let bytes = stream(of: events, as: format)
            var decoder = try #require(EventDecoder(format: format))
            var decoded: [Event] = []
            for piece in generator.split(bytes) { decoded += try decoder.decode(piece) }
            decoded += try decoder.finish()
            try #require(decoded.count == events.count, "seed \(seed), \(format)")
            for (found, made) in zip(decoded, events) {
                #expect(found == expected(made, from: format), "seed \(seed), \(format)")
            }
            // A name's spelling and a text's exact scalars are more than `==` looks at.
            #expect(stream(of: decoded, as: format) == bytes, "seed \(seed), \(format)")
        }
    }

    @Test("The exact scalars of a text survive", arguments: [Format.ndjson, .sse, .csv])
    func scalarsSurvive(format: Format) throws {
        let samples = try Samples()
        for piece in HostileText.pieces {
            let bytes = stream(of: [samples.message(piece)], as: format)
            var decoder = try #require(EventDecoder(format: format))
            let events = try decoder.decode(bytes)
            guard case .durable(let event) = events.first,
                case .message(let message) = event.content
            else {
                Issue.record("no message of \(Array(piece.unicodeScalars))")
                continue
            }
            #expect(Array(message.text.utf8) == Array(piece.utf8))
        }
    }

    @Test("A stream that is cut at any byte gives the same events")
    func anyCut() throws {
        let samples = try Samples()
        let events = [
            samples.message("né\r\n\u{2028}日"), .control(.live), samples.message("\"x\", y"),
        ]
        for format in [Format.ndjson, .sse, .csv] {
            let bytes = stream(of: events, as: format)
            for cut in 0...bytes.count {
                var decoder = try #require(EventDecoder(format: format))
                let first = try decoder.decode(bytes[..<cut])
                let found = try first + decoder.decode(bytes[cut...])
                #expect(found == events.map { expected($0, from: format) }, "\(format), \(cut)")
            }
        }
    }

    private func stream(of events: [Event], as format: Format) -> [UInt8] {
        let encoder = EventEncoder(format: format, namesRooms: true)
        var bytes = encoder.preamble
        for event in events { encoder.append(event, to: &bytes) }
        return bytes
    }

    /// CSV does not carry a durable event's cursor.
    private func expected(_ event: Event, from format: Format) -> Event {
        guard format == .csv, case .durable(var durable) = event else { return event }
        durable.cursor = nil
        return .durable(durable)
    }
}
