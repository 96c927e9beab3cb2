import NIOCore
import NIOEmbedded
import Testing

@testable import StreamingHTTP

@Suite("The event loop's part in a response")
struct ReaderWatchTests {
    private let channel = EmbeddedChannel()
    private let out = StreamBuffer(limit: 1_000)

    private func watch(endsWithInput: Bool = true) throws -> ReaderWatch? {
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let framing = StreamFraming(contentType: "text/plain")
        let options = StreamOptions(deadline: .milliseconds(0))
        return ReaderWatch.start(
            on: channel,
            out,
            StreamPulse(of: out, framing: framing, options: options),
            every: .seconds(1),
            endsWithInput: endsWithInput,
            unsentBytes: { 0 }
        )
    }

    @Test("A sender waits while the connection takes no more, so that nothing else is held for it")
    func waits() throws {
        let watch = try #require(try watch())
        var hasRoom = false
        channel.isWritable = false
        watch.whenRoom().assumeIsolated().whenSuccess { hasRoom = true }
        #expect(!hasRoom)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(hasRoom)
        hasRoom = false
        watch.whenRoom().assumeIsolated().whenSuccess { hasRoom = true }
        #expect(hasRoom)
    }

    @Test("A sender that waits hears of a reader that goes")
    func goes() throws {
        let watch = try #require(try watch())
        var isOver = false
        channel.isWritable = false
        watch.whenRoom().assumeIsolated().whenSuccess { isOver = true }
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(isOver && out.hasEnded)
    }

    @Test("A reader that uploads may half-close")
    func uploads() throws {
        _ = try #require(try watch(endsWithInput: false))
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(!out.hasEnded)
        channel.pipeline.fireChannelInactive()
        #expect(out.hasEnded)
    }

    @Test("A reader of what has an end may have half-closed before", arguments: [true, false])
    func halfClosed(endsWithInput: Bool) throws {
        try channel.pipeline.syncOperations.addHandler(StreamHandler())
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        let begun = try watch(endsWithInput: endsWithInput)
        #expect((begun == nil) == endsWithInput)
        #expect(out.hasEnded == endsWithInput)
    }

    @Test("A reader that has gone before has nothing sent")
    func gone() throws {
        #expect(try watch() != nil)
        let other = StreamBuffer(limit: 1)
        try channel.close().wait()
        let framing = StreamFraming(contentType: "text/plain")
        let late = ReaderWatch.start(
            on: channel,
            other,
            StreamPulse(of: other, framing: framing, options: StreamOptions()),
            every: .seconds(1),
            endsWithInput: true,
            unsentBytes: { 0 }
        )
        #expect(late == nil && other.hasEnded)
    }
}
