import Testing

@testable import LoadGenerator

@Suite("The chunked framing of a stream")
struct ChunkedParserTests {
    private let framed = Array("5\r\nhello\r\n1\r\n,\r\n00a\r\n the world\r\n".utf8)

    @Test("The data of all chunks comes out, wherever a read ends")
    func unwrapsAtEveryCut() {
        for cut in 0...framed.count {
            var parser = ChunkedParser()
            let parts = [parser.feed(framed[..<cut]), parser.feed(framed[cut...])]
            let text = String(decoding: parts.compactMap { $0 }.joined(), as: UTF8.self)
            #expect(text == "hello, the world")
        }
    }

    @Test(
        "Framing that is broken is refused",
        arguments: [
            "\r\n", "g\r\n", "5\n", "5\rhello", "5\r\nhello5\r\n", "5\r\nhello\r5", "0\r\n\r\n",
            "123456789\r\n", "5 \r\nhello\r\n",
        ]
    )
    func refusesBrokenFraming(text: String) {
        var parser = ChunkedParser()
        #expect(parser.feed(Array(text.utf8)) == nil)
    }
}
