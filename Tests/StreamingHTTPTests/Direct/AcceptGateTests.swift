import Glibc
import Logging
import NIOCore
import NIOEmbedded
import TestTools
import Testing

@testable import StreamingHTTP

/// Where connections are accepted while the system has no descriptor left.
@Suite struct AcceptGateTests {
    /// Counts how often the system is asked for a connection.
    private final class Reads: ChannelOutboundHandler {
        typealias OutboundIn = Never
        var count = 0

        func read(context: ChannelHandlerContext) {
            count += 1
            context.read()
        }
    }

    private struct Keeping: LogHandler {
        let lines: Recorder<String>
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.warning

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { lines.record("\(event.message)") }
    }

    private func isListenedTo(_ channel: EmbeddedChannel) -> Bool? {
        channel.options.last { $0.option is ChannelOptions.Types.AutoReadOption }?.value as? Bool
    }

    // Seen as S35 and running F2: without descriptors the accepting thread took a whole core, and
    // told nobody.
    @Test("Without a descriptor to spare nothing is accepted for a while, and that is told once")
    func exhausted() throws {
        let (reads, told) = (Reads(), Recorder<String>())
        let gate = AcceptGate(
            options: AcceptorOptions(connections: 10, backlog: 1),
            counts: AcceptCounts(),
            logger: Logger(label: "test") { _ in Keeping(lines: told) },
            makeRoom: {}
        )
        let channel = EmbeddedChannel(handlers: [reads, gate])
        channel.read()
        #expect(reads.count == 1)
        for number in [EMFILE, EMFILE, ENFILE] {
            channel.pipeline.fireErrorCaught(IOError(errnoCode: number, reason: "accept"))
            channel.read()
        }
        #expect(isListenedTo(channel) == false)
        channel.embeddedEventLoop.advanceTime(by: AcceptGate.pause - .milliseconds(1))
        channel.read()
        #expect(isListenedTo(channel) == false && reads.count == 1)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(isListenedTo(channel) == true)
        channel.read()
        #expect(reads.count == 2)
        #expect(told.all == ["no more connections can be accepted"])
        try channel.throwIfErrorCaught()
    }

    // The server had descriptors of its parent's, and idle clients all that was left.
    @Test("Without a descriptor to spare clients that ask for nothing make way, for a while")
    func makesWay() throws {
        let (reads, counts, asked) = (Reads(), AcceptCounts(), Recorder<String>())
        let gate = AcceptGate(
            options: AcceptorOptions(connections: 10, backlog: 1),
            counts: counts,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeRoom: { asked.record("room") }
        )
        let channel = EmbeddedChannel(handlers: [reads, gate])
        channel.connect(to: try SocketAddress(unixDomainSocketPath: "/x"), promise: nil)
        for _ in 0..<8 { counts.add(nil) }
        channel.pipeline.fireErrorCaught(IOError(errnoCode: EMFILE, reason: "accept"))
        channel.embeddedEventLoop.advanceTime(by: AcceptGate.pause)
        #expect(isListenedTo(channel) == false && asked.all == ["room"])
        counts.remove(nil)
        counts.remove(nil)
        #expect(isListenedTo(channel) == false)
        counts.remove(nil)
        #expect(isListenedTo(channel) == true)
        counts.add(nil)
        channel.read()
        #expect(reads.count == 0)
        channel.embeddedEventLoop.advanceTime(by: AcceptGate.recovery)
        #expect(reads.count == 1)
        try channel.throwIfErrorCaught()
    }

    @Test("Each exhaustion leaves fewer, one at the least, and ends with the last of them")
    func shrinks() {
        let counts = AcceptCounts()
        for _ in 0..<40 { counts.add(nil) }
        let first = counts.exhaust()
        #expect(counts.bound == 30)
        let second = counts.exhaust()
        #expect(counts.bound == 23)
        counts.recover(from: first)
        #expect(counts.bound == 23)
        for _ in 0..<20 { _ = counts.exhaust() }
        #expect(counts.bound == 1)
        counts.recover(from: second)
        #expect(counts.bound == 1)
        counts.recover(from: 22)
        #expect(counts.bound == .max)
    }

    // The system's queue gives several at a time: there were more than the bound says.
    @Test("No more connections are accepted at a time than there may be")
    func portions() throws {
        let counts = AcceptCounts()
        let gate = AcceptGate(
            options: AcceptorOptions(connections: 6, backlog: 1),
            counts: counts,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeRoom: {}
        )
        let channel = EmbeddedChannel(handlers: [gate])
        var portions: [UInt?] = []
        for _ in 0..<6 {
            channel.read()
            portions.append(portion(of: channel))
            counts.add(nil)
        }
        #expect(portions == [4, 4, 4, 3, 2, 1])
        channel.read()
        for _ in 0..<3 { counts.remove(nil) }
        channel.read()
        #expect(portion(of: channel) == 3)
        try channel.throwIfErrorCaught()
    }

    private func portion(of channel: EmbeddedChannel) -> UInt? {
        channel.options.last { $0.option is ChannelOptions.Types.MaxMessagesPerReadOption }?.value
            as? UInt
    }

    @Test("A connection that went before it was accepted keeps no other one waiting")
    func aborted() throws {
        let reads = Reads()
        let gate = AcceptGate(
            options: AcceptorOptions(connections: 10, backlog: 1),
            counts: AcceptCounts(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeRoom: {}
        )
        let channel = EmbeddedChannel(handlers: [reads, gate])
        channel.pipeline.fireErrorCaught(IOError(errnoCode: ECONNABORTED, reason: "accept"))
        #expect(isListenedTo(channel) == nil)
        channel.read()
        #expect(reads.count == 1)
        #expect(throws: IOError.self) { try channel.throwIfErrorCaught() }
    }
}
