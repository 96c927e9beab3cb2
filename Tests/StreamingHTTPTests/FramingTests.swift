import NIOCore
import StreamingHTTP
import TestConnections
import Testing

@Suite struct FramingTests {
    @Test(
        "A chunk is its length in hex, a line end, the bytes and a line end",
        arguments: [
            (["hello"], "5\r\nhello\r\n"),
            (["hel", "", "lo\n"], "6\r\nhello\n\r\n"),
            (
                [String(repeating: "x", count: 255)],
                "ff\r\n\(String(repeating: "x", count: 255))\r\n"
            ),
            (
                [String(repeating: "x", count: 255), "y"],
                "100\r\n\(String(repeating: "x", count: 255))y\r\n"
            ),
        ]
    )
    func chunk(pieces: [String], expected: String) {
        let framed = Framing.chunked.frame(pieces.map { ByteBuffer(string: $0) })
        #expect(String(buffer: framed) == expected)
    }

    @Test("Nothing makes no chunk: an empty one would end the body")
    func nothing() {
        #expect(Framing.chunked.frame([]).readableBytes == 0)
        #expect(Framing.chunked.frame([ByteBuffer(), ByteBuffer()]).readableBytes == 0)
    }

    @Test("Where a codec frames, pieces are joined, and a single one is not copied")
    func codec() {
        let piece = ByteBuffer(string: "hello")
        let alone = Framing.codec.frame([piece])
        #expect(alone.address == piece.address)
        let joined = Framing.codec.frame([piece, ByteBuffer(string: " you")])
        #expect(String(buffer: joined) == "hello you")
    }
}
