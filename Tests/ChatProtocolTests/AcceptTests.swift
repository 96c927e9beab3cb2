import ChatProtocol
import Testing

@Suite struct AcceptTests {
    @Test(
        "The header chooses the format",
        arguments: [
            (nil, .text), ("", .text), ("*/*", .text), ("text/*", .text), ("text/plain", .text),
            ("application/x-ndjson", .ndjson), ("application/json", .ndjson),
            ("application/*", .ndjson), ("text/event-stream", .sse), ("TEXT/Event-Stream", .sse),
            ("text/csv", .csv), ("text/csv; header=present", .csv),
            ("text/event-stream, */*", .sse), ("*/*, text/event-stream", .sse),
            ("text/csv;q=0.5, application/json;q=0.8", .ndjson),
            ("text/csv;q=0.5, */*;q=0.1", .csv), ("text/csv;q=0.1, */*;q=0.5", .text),
            ("text/csv, text/event-stream", .csv), ("text/event-stream, text/csv", .sse),
            ("text/plain;q=0, */*", .ndjson), ("text/*;q=0, */*", .ndjson),
            ("text/*;q=0, text/csv", .csv), ("text/html, */*;q=0.8", .text),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", .text),
            (" text/csv ;  q=1.000 ", .csv), (",,text/csv,", .csv), (" , ", .text),
            ("text/csv;q=0.001", .csv), ("rubbish, text/csv", .csv),
            ("text/csv;q=0", nil), ("*/*;q=0", nil), ("image/png", nil), ("rubbish", nil),
            ("text/csv;q=0.", nil), ("text/csv;q=.0", nil), ("text/csv;q=0.0000", nil),
            ("/csv", nil), ("text/", nil), ("*/csv", nil), ("*;q=0", nil), ("**", nil),
        ] as [(String?, Format?)]
    )
    func chosen(accept: String?, format: Format?) {
        #expect(Format.accepted(by: accept) == format)
    }

    @Test(
        "What clients of other hands say is understood",
        arguments: [
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", .text), ("*", .text),
            ("*/*; q=.2", .text), ("text/html,*;q=.2", .text), ("*;q=.2, text/csv;q=.3", .csv),
            ("text/csv, *", .csv), ("text/csv;q=.2, text/event-stream;q=0.19", .csv),
            ("text/csv;q=1., text/event-stream;q=.999", .csv),
            // No weights: each is taken where nothing better is.
            ("text/csv;q=2", .csv), ("text/csv;q=", .csv), ("text/csv;q=0.0001", .csv),
            ("text/csv;q=-1", .csv), ("text/csv;q=.", .csv), ("text/csv;q=1.5", .csv),
            ("text/csv;q=00.5", .csv), ("text/csv;q=2, text/event-stream;q=.002", .sse),
            // A mark in quotes is none.
            (#"application/json;profile="a;q=0""#, .ndjson), (#"text/csv;a=",b/c;q=0""#, .csv),
            (#"text/csv;a="\";q=0", text/event-stream;q=0.5"#, .csv),
            (#"text/csv;a="b";q=0, text/event-stream"#, .sse), (#"text/csv;a="b;q=0"#, .csv),
            (#"text/csv;a="b\\";q=0, text/event-stream"#, .sse),
        ] as [(String, Format)]
    )
    func others(accept: String, format: Format) {
        #expect(Format.accepted(by: accept) == format)
    }

    @Test("A format is named in the query")
    func named() {
        for format in Format.allCases { #expect(Format(name: format.rawValue) == format) }
        #expect(Format(name: "SSE") == .sse)
        for name in ["", "json", "text ", "xml", "sse,text"] { #expect(Format(name: name) == nil) }
    }
}
