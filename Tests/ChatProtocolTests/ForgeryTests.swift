import ChatProtocol
import Testing

@Suite struct ForgeryTests {
    private static let breaks: [Format: Set<Unicode.Scalar>] = [
        .text: ["\n"], .ndjson: ["\n"], .sse: ["\n"], .csv: ["\n", "\r"],
    ]

    // Seen as S17: the key of a reaction reached a pipe with controls in it.
    @Test("No format lets a control, an escape or a bidi control through", arguments: 1...16)
    func inert(seed: UInt64) throws {
        var generator = try EventGenerator(seed: seed)
        for _ in 0..<200 {
            let event = try generator.event()
            for format in Format.allCases {
                let bytes = Array(encoded(event, as: format, namesRooms: seed % 2 == 0).utf8)
                let breaks = try #require(Self.breaks[format])
                let offences = Inertness.offences(in: bytes, breaks: breaks)
                // Tags are drawn only as part of a valid flag.
                #expect(offences.isEmpty, "seed \(seed), \(format), \(event)")
            }
        }
    }

    @Test("An event is one line of NDJSON and one block of SSE", arguments: 1...20)
    func frames(seed: UInt64) throws {
        var generator = try EventGenerator(seed: seed)
        for _ in 0..<200 {
            let event = try generator.event()
            let line = encoded(event, as: .ndjson)
            #expect(line.utf8.count { $0 == 0x0a } == 1 && line.utf8.last == 0x0a)
            var fields = encoded(event, as: .sse).split(
                separator: "\n",
                omittingEmptySubsequences: false
            )
            try #require(fields.suffix(2) == ["", ""])
            fields.removeLast(2)
            let names = fields.map { String($0.prefix { $0 != ":" }) }
            #expect(names.filter { $0 != "id" && $0 != "retry" } == ["event", "data"])
            #expect(names.contains("id") == event.isDurable)
            #expect(names.contains("retry") == event.tellsToWait)
        }
    }

    @Test("Every line of text has a legal beginning, and a person's text makes none")
    func legalBeginnings() throws {
        for seed: UInt64 in 1...20 {
            var generator = try EventGenerator(seed: seed)
            for _ in 0..<200 {
                let event = try generator.event()
                let text = encoded(event, as: .text, namesRooms: seed % 2 == 0)
                var decoder = TextDecoder()
                let lines = try decoder.decode(Array(text.utf8))
                for (place, line) in lines.enumerated() {
                    let isLegal = isLegal(line, at: place, of: lines.count, in: event)
                    #expect(isLegal, "seed \(seed), \(event), \(text)")
                }
            }
        }
    }

    @Test("A message is its time, its speaker and its safe lines", arguments: 1...16)
    func projection(seed: UInt64) throws {
        var generator = try EventGenerator(seed: seed)
        for _ in 0..<100 {
            var event = try generator.durable()
            let text = generator.text(0...8)
            event.content = .message(Message(text: text, kind: seed % 3 == 0 ? .action : nil))
            let namesRooms = seed % 2 == 0
            let bytes = Array(encoded(.durable(event), as: .text, namesRooms: namesRooms).utf8)
            var decoder = TextDecoder()
            var lines: [TextLine] = []
            for piece in generator.split(bytes) { lines += try decoder.decode(piece) }
            let safe = SafeText(text).lines
            let room = namesRooms ? event.room : nil
            let time = event.at.timeText
            let first: TextLine =
                seed % 3 == 0
                ? .action(timeOfDay: time, room: room, user: event.user, text: safe[0])
                : .message(timeOfDay: time, room: room, user: event.user, text: safe[0])
            #expect(lines == [first] + safe.dropFirst().map(TextLine.continuation), "seed \(seed)")
        }
    }

    @Test("Whether rooms are named changes text alone")
    func roomsAreNamedInTextAlone() throws {
        let event = try Samples().message("hello")
        for format in [Format.ndjson, .sse, .csv] {
            #expect(encoded(event, as: format, namesRooms: true) == encoded(event, as: format))
        }
    }

    private func isLegal(_ line: TextLine, at place: Int, of count: Int, in event: Event) -> Bool {
        switch line {
        case .message, .action: event.typeName == "message" && place == 0
        case .continuation: event.typeName == "message" && place > 0
        // What was done to a message since stands below it.
        case .control: event.typeName != "message" || event.wasChanged && place == count - 1
        }
    }
}

extension Event {
    fileprivate var wasChanged: Bool {
        guard case .durable(let event) = self, case .message(let message) = event.content else {
            return false
        }
        return message.state != nil
    }

    fileprivate var isDurable: Bool {
        if case .durable = self { true } else { false }
    }
}

extension Event {
    /// Whether a browser is told when to come back.
    fileprivate var tellsToWait: Bool {
        switch self {
        case .control(.open): true
        case .control(.bye(let bye)): bye.retryAfter != nil || !bye.reconnect
        default: false
        }
    }
}
