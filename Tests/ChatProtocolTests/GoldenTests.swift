import ChatProtocol
import Testing

/// The bytes of each type of event in each format.
@Suite struct GoldenTests {
    private let samples: Samples
    private let events: [(event: Event, text: String, json: String, csv: String)]

    init() throws {
        samples = try Samples()
        events =
            try Golden.durable(samples) + Golden.ephemeral(samples) + Golden.control(samples)
            + Golden.ends(samples)
    }

    @Test("Text reads as the contract shows")
    func text() {
        for (event, text, _, _) in events { #expect(encoded(event, as: .text) == text) }
    }

    @Test("NDJSON has the fields in their order")
    func ndjson() {
        for (event, _, json, _) in events { #expect(encoded(event, as: .ndjson) == json + "\n") }
    }

    @Test("SSE has the type, a durable event's cursor, and the object")
    func sse() {
        for (event, _, json, _) in events {
            // A farewell tells how long to wait, and the next opening how long as usual.
            let isTold = event.typeName == "open" || json.contains("retryAfter")
            let isOver = json.contains(#""reconnect":false"#)
            let retry = isTold ? "retry: 2000\n" : isOver ? "retry: 2147483647\n" : ""
            var identity = ""
            if case .durable = event { identity = "id: k3f9.4711\n" }
            let block = "\(retry)event: \(event.typeName)\n\(identity)data: \(json)\n\n"
            #expect(encoded(event, as: .sse) == block)
        }
    }

    @Test("CSV has the columns, and the rest in detail")
    func csv() {
        for (event, _, _, csv) in events { #expect(encoded(event, as: .csv) == csv + "\r\n") }
        let header = EventEncoder(format: .csv, namesRooms: false).preamble
        #expect(
            String(decoding: header, as: UTF8.self)
                == "room,seq,at,user,type,text,target,detail\r\n"
        )
        #expect(EventEncoder(format: .sse, namesRooms: false).preamble.isEmpty)
    }

    @Test("Text of several rooms says which")
    func roomsInText() throws {
        let shown = [
            (samples.message("hello"), "07:40:00 [general] alice: hello\n"),
            (samples.message("waves", kind: .action), "07:40:00 [general] * alice waves\n"),
            (samples.durable(.delete(target: 3)), "# general: alice deleted message 3\n"),
            (
                .ephemeral(.presence(room: samples.room, user: samples.bob, here: true)),
                "# general: bob is here\n"
            ),
        ]
        for (event, text) in shown { #expect(encoded(event, as: .text, namesRooms: true) == text) }
    }

    @Test(
        "CSV for a spreadsheet begins no cell as a formula, and leaves the others as they are",
        arguments: ["=1", "+1", "-1", "@a", "\t=1", "\n=1", "  =1", "＝1", "＋1", "－1", "＠a"]
    )
    func spreadsheet(text: String) throws {
        let encoder = EventEncoder(format: .csv, namesRooms: false, forSpreadsheets: true)
        var bytes: [UInt8] = []
        encoder.append(samples.message(text), to: &bytes)
        encoder.append(samples.message("a" + text), to: &bytes)
        let dashed = samples.durable(.message(Message(text: "x")), by: try MemberName("-x"))
        encoder.append(dashed, to: &bytes)
        let cells = String(decoding: bytes, as: UTF8.self).replacing("\"", with: "")
        #expect(cells.contains("alice,message,'"))
        #expect(cells.contains("alice,message,a"))
        #expect(cells.contains(",'-x,message,x,,"))
    }

    @Test("A text that a terminal must not see is in CSV twice, safe and exact")
    func unsafeText() {
        #expect(
            encoded(samples.message("a\u{1b}[2J"), as: .csv)
                == "general,12,2026-11-22T07:40:00.123Z,alice,message,a␛[2J,,"
                + "\"{\"\"text\"\":\"\"a\\u001b[2J\"\"}\"\r\n"
        )
        #expect(
            encoded(samples.message("two\nlines, \"x\""), as: .csv)
                == "general,12,2026-11-22T07:40:00.123Z,alice,message,"
                + "\"two\nlines, \"\"x\"\"\",,\r\n"
        )
    }

    @Test("JSON escapes what a terminal obeys, and nothing a reader needs to see")
    func jsonString() {
        var bytes: [UInt8] = []
        JSONWriter.append(to: &bytes) {
            $0.string("é\u{7f}\u{9b}\u{2028}\u{202e}\u{feff}\u{e0041}\t\r\n\"\\/👍")
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #""é\u007f\u009b\u2028\u202e\ufeff\udb40\udc41\t\r\n\"\\/👍""#
        )
    }
}
