import HTTPTypes
import Hummingbird
import InMemoryTracing
import NIOCore
import Testing
import Tracing

@testable import ChatServer

/// An answer that nobody writes, since its client has gone before the head.
@Suite struct DroppedAnswerTests {
    @Test("The span of an answer that is dropped ends with it, as failed")
    func dropped() async throws {
        let tracer = TestTracer()
        let span = tracer.startSpan("GET", context: .topLevel, ofKind: .server)
        var body: ResponseBody? = RequestTracing.ending(span, with: ResponseBody())
        #expect(body?.contentLength == 0)
        #expect(tracer.begun == 1 && tracer.ended == 0)
        body = nil
        try #require(tracer.ended == 1)
        #expect(try await tracer.spans(1).map(\.status?.code) == [.error])
    }

    @Test("That of one that was written ends once, as it went")
    func written() async throws {
        let tracer = TestTracer()
        let span = tracer.startSpan("GET", context: .topLevel, ofKind: .server)
        try await RequestTracing.ending(span, with: ResponseBody()).write(NoWriter())
        try #require(tracer.ended == 1)
        #expect(try await tracer.spans(1).map(\.status?.code) == [nil])
    }
}

/// Takes what a body writes, and keeps nothing.
private struct NoWriter: ResponseBodyWriter {
    mutating func write(_ buffer: ByteBuffer) async throws {}

    consuming func finish(_ trailers: HTTPFields?) async throws {}
}
