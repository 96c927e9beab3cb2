import Foundation
import NIOCore
import StreamingHTTP
import Testing

@Suite struct ServerSentEventTests {
    @Test("An event has its fields, and each line of its data a line")
    func event() {
        let event = ServerSentEvent("a\r\nb\rc\n", event: "n", id: "7", retry: .milliseconds(1_500))
        #expect(
            String(buffer: event.bytes)
                == "event: n\nid: 7\nretry: 1500\ndata: a\ndata: b\ndata: c\ndata: \n\n"
        )
        #expect(String(buffer: ServerSentEvent("").bytes) == "data: \n\n")
        let late = ServerSentEvent("", retry: .seconds(Int64.max))
        #expect(String(buffer: late.bytes) == "retry: 3155760000000\ndata: \n\n")
    }

    @Test("A value is an event's data as JSON on one line, whatever its texts hold")
    func encoded() throws {
        let texts = ["a \"quoted\" \\ word", "two\r\nlines\n\nid: 7", "\u{2028}\u{2029}\0"]
        let event = try ServerSentEvent(encoding: texts, id: "1")
        #expect(try JSONDecoder().decode([String].self, from: Data(event.data.utf8)) == texts)
        #expect(String(buffer: event.bytes) == "id: 1\ndata: \(event.data)\n\n")
        #expect(!event.data.utf8.contains(10) && !event.data.utf8.contains(13))
    }

    @Test("No text of an event can begin another field or event")
    func forged() {
        let evil = "x\ndata: forged\r\n\r\nevent: y\r\0"
        let text = String(buffer: ServerSentEvent(evil, event: evil, id: evil).bytes)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.filter { $0.hasPrefix("event: ") }.count == 1)
        #expect(lines.filter { $0.hasPrefix("id: ") }.count == 1)
        #expect(text.firstRange(of: "\n\n")?.upperBound == text.endIndex)
        #expect(!text.contains("\r"))
    }
}
