import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import TestConnections
import Testing

@testable import StreamingHTTP

@Suite(.timeLimit(.minutes(10))) struct ClientWatchTests {
    private static let answer = HTTPResponsePart.head(HTTPResponse(status: .ok))

    private func open(isMultiplexed: Bool = false) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: ClientWatch(isMultiplexed: isMultiplexed))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("A client that sends nothing more has a while to be answered, and has gone then")
    func halfClosed() throws {
        let channel = try open()
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        channel.embeddedEventLoop.advanceTime(by: ClientWatch.grace - .milliseconds(1))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(!channel.isActive)
    }

    @Test("An answer that has begun is not cut off")
    func answering() throws {
        let channel = try open()
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try channel.writeOutbound(Self.answer)
        channel.embeddedEventLoop.advanceTime(by: ClientWatch.grace * 10)
        #expect(channel.isActive)
    }

    @Test("Of several requests each has its while")
    func pipelined() throws {
        let channel = try open()
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        try channel.writeOutbound(Self.answer)
        try channel.writeOutbound(HTTPResponsePart.end(nil))
        channel.embeddedEventLoop.advanceTime(by: ClientWatch.grace)
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: ClientWatch.grace)
        #expect(!channel.isActive)
    }

    @Test("The end of a request of HTTP/2 is no leaving")
    func multiplexed() throws {
        let channel = try open(isMultiplexed: true)
        channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        channel.embeddedEventLoop.advanceTime(by: ClientWatch.grace * 10)
        #expect(channel.isActive)
    }

    // Seen as S4, S12 and S25: the work for a client went on after the client had gone.
    @Test("The work for a request is cancelled when its client goes, before or while it is done")
    func work() async throws {
        for isBefore in [true, false] {
            let channel = NIOAsyncTestingChannel()
            try await channel.testingEventLoop.executeInContext {
                try channel.pipeline.syncOperations.addHandler(ClientWatch())
            }
            try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1))
            if isBefore { try await channel.close() }
            let (began, bell) = AsyncStream.makeStream(of: Void.self)
            let work = Task {
                try await OwnedWork.run(on: channel) {
                    bell.finish()
                    let (never, _) = AsyncStream.makeStream(of: Void.self)
                    for await _ in never {}
                    try Task.checkCancellation()
                }
            }
            for await _ in began {}
            if !isBefore { try await channel.close() }
            let loop = Task {
                while !Task.isCancelled {
                    await channel.testingEventLoop.run()
                    await Task.yield()
                }
            }
            await #expect(throws: CancellationError.self) { try await work.value }
            loop.cancel()
        }
    }
}
