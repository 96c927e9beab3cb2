import NIOCore
import NIOEmbedded
import NIOHTTP2
import Testing

@testable import StreamingHTTP

/// Faults of requests of HTTP/2, and of their connection.
@Suite struct MalformedRequestsTests {
    @Test(
        "What is wrong with one request is kept from the connection, which would close",
        arguments: [
            NIOHTTP2Errors.forbiddenHeaderField(name: "connection", value: "close"),
            NIOHTTP2Errors.unknownPseudoHeader(":x"), NIOHTTP2Errors.emptyPathHeader(),
            NIOHTTP2Errors.contentLengthViolated(),
            NIOHTTP2Errors.invalidPseudoHeaderValue(name: ":path", value: "a b"),
            NIOHTTP2Errors.streamError(
                streamID: 1,
                baseError: NIOHTTP2Errors.missingPseudoHeader(":path")
            ),
        ] as [any Error]
    )
    func request(error: any Error) throws {
        let channel = EmbeddedChannel(handler: MalformedRequests())
        channel.pipeline.fireErrorCaught(error)
        try channel.throwIfErrorCaught()
    }

    @Test("What is wrong with the connection ends it")
    func connection() {
        let channel = EmbeddedChannel(handler: MalformedRequests())
        channel.pipeline.fireErrorCaught(NIOHTTP2Errors.flowControlViolation())
        #expect(throws: NIOHTTP2Errors.FlowControlViolation.self) {
            try channel.throwIfErrorCaught()
        }
    }
}
