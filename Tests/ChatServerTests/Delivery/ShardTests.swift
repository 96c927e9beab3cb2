import ChatProtocol
import ChatStore
import Foundation
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import StreamingHTTP
import Testing

@testable import ChatServer

/// A shard on a loop that moves only when it is told to, with channels that are writable at will.
@Suite struct ShardTests {
    private let loop = EmbeddedEventLoop()
    private let folder = NSTemporaryDirectory() + "burble-shard-\(UUID().uuidString)"

    private func shard(_ limits: ServerLimits = ServerLimits()) throws -> Shard {
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 0) })
        let catchUp = CatchUp(store: store, limits: limits, logger: Logger(label: "test"))
        try? FileManager.default.removeItem(atPath: folder)
        return Shard(
            eventLoop: loop,
            head: 0,
            log: Fixture.log,
            limits: limits,
            catchUp: catchUp
        )
    }

    /// Opens a live NDJSON stream of room `a` and takes what it says at first.
    private func open(
        _ shard: Shard,
        _ number: Int,
        limit: Int? = nil,
        timeout: Int? = nil,
        heartbeat: Int? = nil
    ) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: StreamHandler(), loop: loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let handler = try channel.pipeline.syncOperations.handler(type: StreamHandler.self)
        let request = StreamRequest(
            rooms: [try Fixture.room("a")],
            encoding: Encoding(format: .ndjson, namesRooms: false),
            filter: StreamFilter(),
            start: 0,
            end: nil,
            limit: limit,
            timeout: timeout,
            heartbeat: heartbeat,
            member: nil,
            opening: [.control(.open(rooms: [], heartbeat: 20))]
        )
        shard.add(
            OpenStream(
                StreamID(number: number),
                request,
                handler: handler,
                shard: shard,
                whenEnded: loop.makePromise()
            )
        )
        loop.run()
        #expect(try written(to: channel).map(\.typeName) == ["open", "live"])
        return channel
    }

    /// The events that were flushed to a channel since the last time.
    private func written(to channel: EmbeddedChannel) throws -> [Event] {
        var decoder = NDJSONDecoder()
        var events: [Event] = []
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            guard case .body(let buffer) = part else { continue }
            events += try decoder.decode(buffer.readableBytesView)
        }
        return events
    }

    private func publish(_ shard: Shard, _ positions: ClosedRange<Int64>) throws {
        for position in positions {
            shard.publish(Fixture.commit([try Fixture.message("\(position)", at: position)]))
        }
    }

    private func texts(_ events: [Event]) -> [String] {
        events.compactMap { event in
            guard case .durable(let durable) = event, case .message(let message) = durable.content
            else { return nil }
            return message.text
        }
    }

    @Test("Commits that arrive in one turn of the loop leave in one turn, in order")
    func merges() throws {
        let shard = try shard()
        let channel = try open(shard, 1)
        try publish(shard, 1...5)
        #expect(try written(to: channel).isEmpty, "the turn has not come")
        loop.run()
        #expect(texts(try written(to: channel)) == ["1", "2", "3", "4", "5"])
    }

    @Test("A stream that cannot take more is given nothing, and later everything, in order")
    func slowReader() throws {
        let shard = try shard()
        let slow = try open(shard, 1)
        let quick = try open(shard, 2)
        slow.isWritable = false
        try publish(shard, 1...1000)
        loop.run()
        #expect(try written(to: slow).isEmpty, "nothing may pile up in its channel")
        #expect(texts(try written(to: quick)).count == 1000)
        slow.isWritable = true
        slow.pipeline.fireChannelWritabilityChanged()
        loop.run()
        #expect(texts(try written(to: slow)) == (1...1000).map(String.init))
    }

    @Test("A turn gives a stream no more than a slice of bytes at a time")
    func slices() throws {
        var limits = ServerLimits()
        limits.sliceBytes = 1000
        let shard = try shard(limits)
        let channel = try open(shard, 1)
        try publish(shard, 1...100)
        // Not writable after the first slice: the second must wait.
        loop.execute { channel.isWritable = false }
        loop.run()
        let first = texts(try written(to: channel)).count
        #expect((1..<100).contains(first), "\(first) events in a slice of 1,000 bytes")
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        loop.run()
        #expect(first + texts(try written(to: channel)).count == 100)
    }

    @Test("A client that goes is forgotten at once, whether it closes or half-closes")
    func gone() throws {
        let shard = try shard()
        let closing = try open(shard, 1)
        let halfClosing = try open(shard, 2)
        #expect(shard.count == 2)
        halfClosing.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(shard.count == 1)
        try closing.close().wait()
        #expect(shard.count == 0)
        try publish(shard, 1...3)
        loop.run()
    }

    @Test("A stream ends with bye after its limit of messages, at their last cursor")
    func limit() throws {
        let shard = try shard()
        let channel = try open(shard, 1, limit: 2)
        try publish(shard, 1...5)
        loop.run()
        let events = try written(to: channel)
        #expect(texts(events) == ["1", "2"])
        let bye = ControlEvent.Bye(
            reason: "limit",
            reconnect: false,
            cursor: Cursor(log: Fixture.log, position: 2)
        )
        #expect(events.last == .control(.bye(bye)))
        #expect(shard.count == 0)
    }

    @Test("A silent stream is pinged with the head, and ends when its time is over")
    func time() throws {
        let shard = try shard()
        let channel = try open(shard, 1, timeout: 60, heartbeat: 20)
        let start = NIODeadline.now()
        shard.tick(now: start + .seconds(10))
        #expect(try written(to: channel).isEmpty)
        shard.tick(now: start + .seconds(21))
        let cursor = Cursor(log: Fixture.log, position: 0)
        guard case .control(.ping(_, cursor)) = try written(to: channel).first else {
            Issue.record("no ping")
            return
        }
        shard.tick(now: start + .seconds(61))
        guard case .control(.bye(let bye)) = try written(to: channel).last else {
            Issue.record("no bye")
            return
        }
        #expect(bye.reason == "timeout")
    }

    @Test("A stream that takes nothing for too long is ended; one that takes a little is not")
    func stalled() throws {
        let shard = try shard()
        _ = try open(shard, 1)
        let stuck = try open(shard, 2)
        stuck.isWritable = false
        let start = NIODeadline.now()
        shard.tick(now: start)
        shard.tick(now: start + .seconds(29))
        #expect(shard.count == 2)
        shard.tick(now: start + .seconds(31))
        #expect(shard.count == 1)
        guard case .control(.bye(let bye)) = try written(to: stuck).last else {
            Issue.record("no bye")
            return
        }
        #expect(bye.reason == "slow" && bye.reconnect)
    }

    @Test("Draining says bye to every stream, also to one that takes nothing")
    func drain() throws {
        let shard = try shard()
        let quick = try open(shard, 1)
        let stuck = try open(shard, 2)
        stuck.isWritable = false
        try publish(shard, 1...3)
        _ = shard.drain(retryAfter: 2)
        #expect(shard.count == 0)
        let events = try written(to: quick)
        #expect(texts(events) == ["1", "2", "3"])
        #expect(events.last == .control(.bye(bye(at: 3))))
        #expect(try written(to: stuck).last == .control(.bye(bye(at: 0))))
    }

    private func bye(at position: Int64) -> ControlEvent.Bye {
        ControlEvent.Bye(
            reason: "shutdown",
            reconnect: true,
            retryAfter: 2,
            cursor: Cursor(log: Fixture.log, position: position)
        )
    }
}
