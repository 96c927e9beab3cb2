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
