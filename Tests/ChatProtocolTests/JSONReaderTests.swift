import ChatProtocol
import Testing

/// The reader beside the decoder of FoundationEssentials, and where it is stricter.
@Suite struct JSONReaderTests {
    @Test("A valid text gives what another reader makes of it", arguments: 1...6)
    func valid(seed: UInt64) {
        var generator = JSONTextGenerator(seed: seed)
        var events = 0
        for _ in 0..<200 {
            let text = generator.text()
            let found = read(Array(text.utf8))
            if case .success(.some) = found { events += 1 }
            #expect(found == ReferenceFields.event(json: Array(text.utf8)), "seed \(seed): \(text)")
        }
        #expect(events > 10, "seed \(seed): too few of the texts are events")
    }

    @Test("A damaged text is refused, or gives what another reader makes of it", arguments: 1...6)
    func damaged(seed: UInt64) {
        var generator = JSONTextGenerator(seed: seed &+ 1000)
        for _ in 0..<200 {
            let bytes = generator.damaged(Array(generator.text().utf8))
            let found = read(bytes)
            // The other reader takes a comma before a brace, and looks at no escape it need not.
            if case .failure(.malformed) = found { continue }
            #expect(found == ReferenceFields.event(json: bytes), "seed \(seed): \(bytes)")
        }
    }

    @Test(
        "What RFC 8259 does not allow is refused, also in a field that nobody reads",
        arguments: [
            "01", "-", "1.", ".5", "1e", "1e+", "+1", "0x1", "NaN", "tru", "True", "nul", "'a'",
            #""\x""#, #""\u12g4""#, #""\u123""#, "\"a\tb\"", "\"a\nb\"", "\"", "[1,]", "[,1]",
            "[1 2]",
            "[", "]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{,}", "{a:1}", "{1:2}", "1 2",
            "// x\n1",
            "\u{a0}1", "\u{b}1",
        ]
    )
    func strict(value: String) {
        let failure = DecodingFailure.malformed("the line cannot be read as JSON")
        #expect(throws: failure) { try Event(json: #"{"type":"live","x":\#(value)}"#.utf8) }
    }

    @Test(
        "What RFC 8259 allows is read",
        arguments: [
            "0", "-0", "-0.0e-0", "1E+2", #""\/\b\f\u0000""#, "\"\u{7f}\"", "[]", "{}", " [ ] ",
            "[[],[{}],null]", #""\ud800""#, "1e99999999999999999999", "\t1\r\n",
        ]
    )
    func allowed(value: String) throws {
        let json = #"{"type":"live","x":\#(value)}"#
        #expect(try Event(json: json.utf8) == .control(.live))
        #expect(try Event(json: "\u{feff}\(json)\n".utf8) == .control(.live))
    }

    @Test("Text behind the object is refused", arguments: ["x", "{}", "\0", ",", "}"])
    func trailing(text: String) {
        #expect(throws: DecodingFailure.self) { try Event(json: #"{"type":"live"}\#(text)"#.utf8) }
    }

    @Test(
        "Half a surrogate pair is refused where it is read",
        arguments: [
            #"\ud800"#, #"\ud800x"#, #"\udc00"#, #"\ud800\ud800"#, #"\ud800\n"#, #"\ud83d\u0041"#,
        ]
    )
    func surrogates(escape: String) {
        #expect(throws: DecodingFailure.self) { try Event(json: #"{"type":"\#(escape)"}"#.utf8) }
        #expect(throws: DecodingFailure.self) { try Event(json: #"{"\#(escape)":1}"#.utf8) }
    }

    @Test("Values may stand 512 deep in each other, and no deeper")
    func depth() throws {
        func json(_ depth: Int) -> String {
            let inner = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return #"{"type":"live","x":\#(inner)}"#
        }
        #expect(try Event(json: json(511).utf8) == .control(.live))
        #expect(throws: DecodingFailure.self) { try Event(json: json(512).utf8) }
    }

    @Test("The first of two fields of one name counts")
    func doubled() throws {
        #expect(try Event(json: #"{"type":"live","type":5}"#.utf8) == .control(.live))
        #expect(try Event(json: #"{"type":"poll","type":"live"}"#.utf8) == nil)
    }

    @Test(
        "A whole number is read in every spelling that is exact",
        arguments: [
            ("9007199254740991.0", WireNumber.maximum), ("1.20e1", 12),
            ("9007199254740991000e-3", WireNumber.maximum),
            ("0.0000000000000000000000001e25", 1), ("100e-2", 1),
        ]
    )
    func numbers(text: String, seq: Int64) throws {
        let event = try Event(json: #"{"type":"read","room":"a","seq":\#(text)}"#.utf8)
        #expect(try event == .ephemeral(.read(room: RoomName("a"), seq: seq)))
    }

    @Test("A text is read alike wherever it stands in its buffer")
    func slices() throws {
        let line = Array(#"{"type":"typing","room":"general","user":"alice"}"#.utf8)
        let whole = try Event(json: line)
        for place in 0..<16 {
            let buffer = [UInt8](repeating: 0x22, count: place) + line + [0x5c]
            #expect(try Event(json: buffer[place..<(place + line.count)]) == whole)
            #expect(throws: DecodingFailure.self) { try Event(json: buffer[place...]) }
            #expect(throws: DecodingFailure.self) {
                try Event(json: buffer[place..<(place + line.count - 1 - place)])
            }
        }
    }

    private func read(_ bytes: [UInt8]) -> Result<Event?, DecodingFailure> {
        Result { () throws(DecodingFailure) in try Event(json: bytes) }
    }
}
