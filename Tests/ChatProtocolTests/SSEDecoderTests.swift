import ChatProtocol
import Testing

/// The rules of WHATWG HTML, section 9.2.6.
@Suite struct SSEDecoderTests {
    private let live = Event.control(.live)

    @Test(
        "Every line ending, a comment, a mark at the start and unknown fields are understood",
        arguments: [
            "data: {\"type\":\"live\"}\n\n", "data:{\"type\":\"live\"}\r\r",
            "data: {\"type\":\"live\"}\r\n\r\n", "\u{feff}data: {\"type\":\"live\"}\n\n",
            ": hello\n\ndata: {\"type\":\ndata: \"live\"}\n\n",
            "data: {\"type\":\r\ndata: \"live\"}\r\n\r\n",
            "event: bye\nfoo: bar\nfoo\ndata: {\"type\":\"live\"}\r\n\n",
            "data:\t{\"type\":\"live\"}\n\n",
        ]
    )
    func understood(stream: String) throws {
        let bytes = Array(stream.utf8)
        for cut in 0...bytes.count {
            var decoder = SSEDecoder()
            let first = try decoder.decode(bytes[..<cut])
            #expect(try first + decoder.decode(bytes[cut...]) == [live], "cut at \(cut)")
        }
    }

    @Test("A block without its blank line is no event")
    func unfinished() throws {
        var decoder = SSEDecoder()
        #expect(try decoder.decode(Array("id: a.1\ndata: {\"type\":\"live\"}\n".utf8)).isEmpty)
        #expect(try decoder.finish().isEmpty)
        #expect(decoder.lastEventID.isEmpty)
    }

    @Test("The last id and the retry time are kept")
    func idAndRetry() throws {
        var decoder = SSEDecoder()
        _ = try decoder.decode(Array("id: a.1\nretry: 2000\n\nretry: x2\n\n".utf8))
        #expect(decoder.lastEventID == "a.1" && decoder.retry == 2000)
        _ = try decoder.decode(Array("id: b\u{0}c\n\nretry:\n\n".utf8))
        #expect(decoder.lastEventID == "a.1" && decoder.retry == 2000)
        _ = try decoder.decode(Array("id\n\n".utf8))
        #expect(decoder.lastEventID.isEmpty)
    }

    @Test("The id of a stream that Burble wrote is the last durable event's cursor")
    func ownStream() throws {
        let samples = try Samples()
        var decoder = SSEDecoder()
        for event in [samples.message("x"), live] {
            _ = try decoder.decode(Array(encoded(event, as: .sse).utf8))
        }
        #expect(Cursor(decoder.lastEventID) == samples.cursor)
    }
}
