import ChatProtocol
import Testing

@Suite struct DecoderTests {
    private let live = Event.control(.live)
    private let line = #"{"type":"live"}"#

    @Test("Fields and types that are not known are ignored")
    func unknown() throws {
        #expect(try Event(json: #"{"type":"live","new":[1,{"a":null}]}"#.utf8) == live)
        #expect(try Event(json: #"{"type":"poll","room":5,"text":{}}"#.utf8) == nil)
        #expect(try Event(json: #"{"type":"","seq":"x"}"#.utf8) == nil)
    }

    @Test("A kind that is not known is read as plain speech")
    func unknownKind() throws {
        let text = encoded(try Samples().message("x", kind: .action), as: .ndjson)
        let event = try Event(json: text.replacing("action", with: "whisper").utf8)
        #expect(try event == Samples().message("x"))
    }

    @Test(
        "A field that is missing or wrong is named",
        arguments: [
            (#"{"room":"a"}"#, "type"),
            (#"{"type":"typing","user":"a"}"#, "room"),
            (#"{"type":"typing","room":"A B","user":"a"}"#, "room"),
            (#"{"type":"typing","room":"a","user":"a b"}"#, "user"),
            (#"{"type":"read","room":"a","seq":-1}"#, "seq"),
            (#"{"type":"read","room":"a","seq":"1"}"#, "seq"),
            (#"{"type":"ping","at":"yesterday","cursor":"a.1"}"#, "at"),
            (#"{"type":"ping","at":"2026-11-22T07:40:00Z","cursor":"a"}"#, "cursor"),
            (#"{"type":"ping","at":"2026-11-22T07:40:00Z"}"#, "cursor"),
            (#"{"type":"error"}"#, "problem"),
            (#"{"type":"error","problem":{"status":404}}"#, "problem.code"),
            (#"{"type":"open","heartbeat":1,"rooms":[{"room":"a"}]}"#, "rooms.Index 0.oldest"),
        ]
    )
    func wrongFields(json: String, field: String) {
        #expect(throws: DecodingFailure.wrongField(field)) { try Event(json: json.utf8) }
    }

    @Test("An event with a wrong field is told of, and those behind it are read")
    func oneWrongEvent() throws {
        let bad = #"{"type":"typing","room":"a","user":"a\u001bb"}"#
        var decoder = NDJSONDecoder(tellsWrongEvents: true)
        let events = try decoder.decode("\(line)\n\(bad)\n\(line)\n".utf8)
        try #require(events.count == 3)
        #expect(events.first == live && events.last == live)
        guard case .control(.error(nil, let problem)) = events[1] else {
            Issue.record("\(events[1])")
            return
        }
        #expect(problem.detail.hasSuffix("the field user is missing or wrong"))
        #expect(throws: DecodingFailure.wrongField("type")) { try decoder.decode("{}\n".utf8) }
        var strict = NDJSONDecoder()
        #expect(throws: DecodingFailure.wrongField("user")) {
            try strict.decode("\(bad)\n".utf8)
        }
    }

    @Test("An event's own fields are needed", arguments: ["seq", "at", "user", "room", "text"])
    func neededFields(name: String) throws {
        let json = encoded(try Samples().message("x"), as: .ndjson)
            .replacing("\"\(name)\":", with: "\"other\":")
        #expect(throws: DecodingFailure.wrongField(name)) { try Event(json: json.utf8) }
    }

    @Test(
        "What is no JSON object, or has a number that does not fit, is refused",
        arguments: [
            "{", "[]", "null", "hello", "{}x", "1", "", #"{"type":"read","room":"a","seq":1.5}"#,
            #"{"type":"read","room":"a","seq":99999999999999999999}"#, "{\"type\":\"li\nve\"}",
            String(repeating: "[", count: 100_000),
        ]
    )
    func malformed(json: String) {
        #expect(throws: DecodingFailure.self) { try Event(json: json.utf8) }
    }

    @Test("Bytes that are not UTF-8 are refused in every format but text")
    func notUTF8() throws {
        let bad: [UInt8] = [0xff]
        let json = Array(#"{"type":"live","x":""#.utf8) + bad + Array("\"}".utf8)
        for (format, bytes) in [
            (Format.ndjson, json + [0x0a]), (.sse, Array("data: ".utf8) + json + [0x0a, 0x0a]),
            (.csv, bad + [0x0a]),
        ] {
            var decoder = try #require(EventDecoder(format: format))
            #expect(throws: DecodingFailure.notUTF8) { try decoder.decode(bytes) }
        }
        var text = TextDecoder()
        #expect(try text.decode(Array("# ".utf8) + bad + [0x0a]) == [.control("\u{FFFD}")])
    }

    @Test("A line past the limit is refused, at once and without being kept")
    func tooLong() throws {
        let failure = DecodingFailure.lineTooLong(limit: 64)
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 65)
        var ndjson = NDJSONDecoder(limit: 64)
        #expect(throws: failure) { try ndjson.decode(long) }
        var sse = SSEDecoder(limit: 64)
        #expect(throws: failure) { try sse.decode(long) }
        var data = SSEDecoder(limit: 64)
        let part = Array("data: 3456789012345678901234567890123456789\n".utf8)
        #expect(try data.decode(part).isEmpty)
        #expect(throws: failure) { try data.decode(part) }
        var csv = CSVDecoder(limit: 64)
        #expect(throws: failure) { try csv.decode(long) }
        var text = TextDecoder(limit: 64)
        #expect(throws: failure) { try text.decode(long) }
    }

    @Test("What stands before a fault is given first, and nothing after it")
    func beforeTheFault() throws {
        for format in [Format.ndjson, .sse, .csv] {
            var bytes = EventEncoder(format: format, namesRooms: false).preamble
            bytes += Array(encoded(live, as: format).utf8)
            let fault = format == .sse ? "data: {\n\n" : "{\n"
            var decoder = try #require(EventDecoder(format: format))
            #expect(try decoder.decode(bytes + Array(fault.utf8) + bytes) == [live])
            #expect(throws: DecodingFailure.self) { try decoder.decode(bytes) }
            #expect(throws: DecodingFailure.self) { try decoder.decode(bytes) }
            #expect(throws: DecodingFailure.self) { try decoder.finish() }
        }
    }

    @Test("A last line without its break counts at the end of a whole input")
    func lastLine() throws {
        var ndjson = NDJSONDecoder()
        #expect(try ndjson.decode(Array("\n\(line)\r\n\r\n\(line)".utf8)) == [live])
        #expect(try ndjson.finish() == [live])
        #expect(try ndjson.finish().isEmpty)
    }

    @Test("A problem is read back, and an unreadable cursor in it is left out")
    func problem() throws {
        var problem = Problem(status: 410, code: "cursor_gone", title: "Gone", detail: "x")
        problem.oldest = Cursor("k3f9.1")
        problem.limit = 3
        var bytes: [UInt8] = []
        problem.appendJSON(to: &bytes)
        #expect(try Problem(json: bytes) == problem)
        let json = String(decoding: bytes, as: UTF8.self).replacing("k3f9.1", with: "?")
        #expect(try Problem(json: json.utf8).oldest == nil)
        #expect(throws: DecodingFailure.wrongField("code")) {
            try Problem(json: #"{"status":1}"#.utf8)
        }
    }

    @Test("Lines of text are told apart, and an unknown beginning is refused")
    func textLines() throws {
        let samples = try Samples()
        let bracketed = try MemberName("[general]")
        #expect(
            try TextLine("07:40:00 [general]: hi")
                == .message(timeOfDay: "07:40:00", room: nil, user: bracketed, text: "hi")
        )
        #expect(
            try TextLine("07:40:00 [general] * [general] waves")
                == .action(
                    timeOfDay: "07:40:00",
                    room: samples.room,
                    user: bracketed,
                    text: "waves"
                )
        )
        for line in ["", "#x", "7:40:00 a: b", "07:61:00 a: b", "07:40:00 a b", "        | x"] {
            #expect(throws: DecodingFailure.self, "\(line)") { try TextLine(line) }
        }
    }
}
