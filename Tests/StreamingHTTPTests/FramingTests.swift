import NIOCore
import Testing

@testable import StreamingHTTP

@Suite("The framings")
struct FramingTests {
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

    @Test("A comment stays a comment over several lines")
    func comment() {
        var bytes = ByteBuffer()
        ServerSentEvent.writeComment("a\ndata: b", to: &bytes)
        #expect(String(buffer: bytes) == ": a\n: data: b\n\n")
    }

    @Test(
        "A row of a table is quoted where it must be",
        arguments: [
            (["a", "b c"], "a,b c\r\n"), (["a,b", "c\"d"], "\"a,b\",\"c\"\"d\"\r\n"),
            (["a\nb", "\r"], "\"a\nb\",\"\r\"\r\n"), ([""], "\"\"\r\n"), (["", ""], ",\r\n"),
            (["=1+1"], "=1+1\r\n"), ([], "\r\n"),
        ]
    )
    func table(fields: [String], line: String) {
        var bytes = ByteBuffer()
        CSVWriter.write(fields, to: &bytes)
        #expect(String(buffer: bytes) == line)
    }

    @Test("A string of JSON ends where it should")
    func json() {
        #expect(JSONText.quoted("a\"\\\n\u{1}é") == "\"a\\\"\\\\\\n\\u0001é\"")
    }

    @Test(
        "A date is written as HTTP writes it",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
        ]
    )
    func date(seconds: Int, text: String) {
        #expect(HTTPDate.text(seconds) == text)
    }

    @Test(
        "A range field is read, and left unheeded where it may be",
        arguments: [
            (nil, ByteRange.whole), ("bytes=0-0", .part(0..<1)), ("bytes=5-", .part(5..<10)),
            ("bytes=-4", .part(6..<10)), ("bytes=-99", .part(0..<10)),
            ("bytes=0-99", .part(0..<10)),
            ("BYTES= 1-2", .part(1..<3)), ("bytes=10-", .unsatisfiable),
            ("bytes=-0", .unsatisfiable),
            ("bytes=2-1", .whole), ("bytes=0-1,3-4", .whole), ("bytes=-", .whole),
            ("bytes=", .whole),
            ("lines=0-1", .whole), ("bytes=a-b", .whole), ("bytes=--1", .whole),
            ("bytes=0-99999999999999999999", .part(0..<10)),
            ("bytes=99999999999999999999-", .unsatisfiable),
            ("bytes=0-9223372036854775807", .part(0..<10)),
        ]
    )
    func range(field: String?, range: ByteRange) {
        #expect(ByteRange(field, size: 10) == range)
    }

    @Test("There is no part of an empty file")
    func emptyRange() {
        #expect(ByteRange("bytes=0-", size: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-1", size: 0) == .unsatisfiable)
    }
}
