import ChatProtocol
import Logging
import Testing

@testable import ChatServer

@Suite struct LogBookTests {
    private func line(_ text: String, _ level: Logger.Level = .info) -> LogLine {
        LogLine(at: Timestamp(milliseconds: 0), level: level, message: text, metadata: [:])
    }

    @Test("A line is safe, in one row, without secrets, and bounded")
    func lines() {
        let line = LogLine(
            at: Timestamp(milliseconds: 0),
            level: .warning,
            message: "it \u{1b}[31mfailed\nreally",
            metadata: ["token": "s3cret", "b": "two words", "a": "\"x\"", "hb.request.id": "1"]
        )
        #expect(line.description.hasPrefix("1970-01-01T00:00:00.000Z warning  it "))
        #expect(line.text.hasSuffix(#" a="'x'" b="two words" token=(hidden)"#))
        #expect(!line.text.contains("s3cret"))
        #expect(line.text.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        let long = self.line(String(repeating: "é", count: 5000))
        #expect(long.text.utf8.count <= LogLine.byteLimit)
        #expect(long.text.hasSuffix("é…"))
    }

    @Test("Nothing in a detail ends it, whatever mark follows")
    func quoted() {
        let metadata: Logger.Metadata = [
            "a": "x\"\u{301} level=error", "b": " \u{301}", "c": "=\u{301}",
        ]
        let line = LogLine(
            at: Timestamp(milliseconds: 0),
            level: .info,
            message: "it",
            metadata: metadata
        )
        let words = "it a=\"x'\u{301} level=error\" b=\" \u{301}\" c=\"=\u{301}\""
        #expect(line.text.utf8.elementsEqual(words.utf8))
    }

    @Test("A reader that is slow loses the oldest lines, and hears how many")
    func lost() {
        let book = LogBook()
        for number in 0..<LogBook.lineLimit + 5 { book.append(line("\(number)")) }
        let part = book.lines(from: 2, limit: 2)
        #expect(part.lost == 3)
        #expect(part.lines.map(\.text) == ["5", "6"])
        #expect(part.next == 7)
        let end = book.lines(from: book.end, limit: 10)
        #expect(end.lines.isEmpty && end.lost == 0 && end.next == book.end)
    }

    @Test("The last lines of a kind begin where that many of them are")
    func tail() {
        let book = LogBook()
        for number in 0..<10 {
            book.append(line("\(number)", number.isMultiple(of: 3) ? .error : .info))
        }
        #expect(book.start(ofLast: 2) { $0.level == .error } == 6)
        #expect(book.start(ofLast: 0) { _ in true } == 10)
        #expect(book.start(ofLast: 99) { _ in true } == 0)
    }
}
