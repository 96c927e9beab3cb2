import Testing

@testable import LoadGenerator

@Suite("Answers to posts")
struct AnswerTests {
    private let created = "HTTP/1.1 201 Created\r\nx: y\r\nContent-Length: 5\r\n\r\nhello"

    @Test("An answer is whole with its body, and the next begins behind it")
    func endsWithItsBody() {
        #expect(answer(created + created)?.count == created.utf8.count)
        #expect(answer(created)?.isAcknowledgement == true)
    }

    @Test("A part of an answer is none")
    func waitsForAll() {
        for count in 0..<created.utf8.count {
            let part = String(decoding: created.utf8.prefix(count), as: UTF8.self)
            #expect(answer(part) == nil, "\(count) bytes")
        }
    }

    @Test("A field's name may be written in any case, and no length is no body")
    func readsTheLength() {
        #expect(answer("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")?.count == 40)
        #expect(answer("HTTP/1.1 204 No Content\r\n\r\n")?.count == 27)
    }

    @Test("A refusal is no acknowledgement")
    func noticesRefusal() {
        let text = "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
        #expect(answer(text)?.isAcknowledgement == false)
    }

    @Test("Redis answers in one line")
    func readsOneLine() {
        #expect(answer(":12\r\n:0\r\n", isOneLine: true)?.count == 5)
        #expect(answer("-ERR no\r\n", isOneLine: true)?.isAcknowledgement == false)
        #expect(answer(":1", isOneLine: true) == nil)
    }

    private func answer(_ text: String, isOneLine: Bool = false) -> Answer? {
        unsafe Array(text.utf8).withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return nil }
            return unsafe Answer(reading: base, count: bytes.count, isOneLine: isOneLine)
        }
    }
}
