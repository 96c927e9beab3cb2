import ChatProtocol
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import StreamingHTTP
import Testing

@testable import ChatServer

/// A shard on a loop that moves only when it is told to, with channels that are writable at will.
@Suite struct ShardTests {
    /// Opens a live NDJSON stream of room `a` and takes what it says at first.
    private func open(
        _ test: TestShard,
        _ number: Int,
        limit: Int? = nil,
        timeout: String? = nil,
        heartbeat: Int? = nil
    ) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel(handler: StreamHandler(), loop: test.loop)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        var request = try Fixture.request()
        request.limit = limit
        request.timeout = timeout.flatMap { TimeSpan($0) }
        request.heartbeat = heartbeat
        test.open(
            number,
            request,
            in: try channel.pipeline.syncOperations.handler(type: StreamHandler.self)
        )
        test.loop.run()
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

    @Test("Commits that arrive in one iteration of the loop leave in one, in order")
    func merges() throws {
        let test = try TestShard()
        let channel = try open(test, 1)
        try test.publish(1...5)
        #expect(try written(to: channel).isEmpty, "the turn has not come")
        test.loop.run()
        #expect(Fixture.texts(try written(to: channel)) == ["1", "2", "3", "4", "5"])
    }

    @Test("A stream that cannot take more is given nothing, and later everything, in order")
    func slowReader() throws {
        let test = try TestShard()
        let slow = try open(test, 1)
        let quick = try open(test, 2)
        slow.isWritable = false
        try test.publish(1...1000)
        test.loop.run()
        #expect(try written(to: slow).isEmpty, "nothing may pile up in its channel")
        #expect(Fixture.texts(try written(to: quick)).count == 1000)
        slow.isWritable = true
        slow.pipeline.fireChannelWritabilityChanged()
        test.loop.run()
        #expect(Fixture.texts(try written(to: slow)) == (1...1000).map(String.init))
    }

    @Test("A turn gives a stream no more than a slice of bytes at a time")
    func slices() throws {
        var limits = ServerLimits()
        limits.sliceBytes = 1000
        let test = try TestShard(limits)
        let channel = try open(test, 1)
        try test.publish(1...100)
        // Not writable after the first slice: the second must wait.
        test.loop.execute { channel.isWritable = false }
        test.loop.run()
        let first = Fixture.texts(try written(to: channel)).count
        #expect((1..<100).contains(first), "\(first) events in a slice of 1,000 bytes")
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        test.loop.run()
        #expect(first + Fixture.texts(try written(to: channel)).count == 100)
    }

    @Test("A client that goes is forgotten at once, whether it closes or half-closes")
    func gone() throws {
        let test = try TestShard()
        let closing = try open(test, 1)
        let halfClosing = try open(test, 2)
        #expect(test.shard.count == 2)
        halfClosing.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        #expect(test.shard.count == 1)
        try closing.close().wait()
        #expect(test.shard.count == 0)
        try test.publish(1...3)
        test.loop.run()
    }

    @Test("A stream ends with bye after its limit of messages, at their last cursor")
    func limit() throws {
        let test = try TestShard()
        let channel = try open(test, 1, limit: 2)
        try test.publish(1...5)
        test.loop.run()
        let events = try written(to: channel)
        #expect(Fixture.texts(events) == ["1", "2"])
        let bye = ControlEvent.Bye(
            reason: "limit",
            reconnect: false,
            cursor: Cursor(log: Fixture.log, position: 2)
        )
        #expect(events.last == .control(.bye(bye)))
        #expect(test.shard.count == 0)
    }

    @Test("A silent stream is pinged with the head, and ends when its time is over")
    func time() throws {
        let test = try TestShard()
        // The times lie so far apart that none of them depends on how long this takes.
        let start = NIODeadline.now()
        let channel = try open(test, 1, timeout: "1h", heartbeat: 20)
        test.shard.tick(now: start + .seconds(10))
        test.loop.run()
        #expect(try written(to: channel).isEmpty)
        test.shard.tick(now: .now() + .seconds(21))
        test.loop.run()
        let cursor = Cursor(log: Fixture.log, position: 0)
        guard case .control(.ping(_, cursor)) = try written(to: channel).first else {
            Issue.record("no ping")
            return
        }
        test.shard.tick(now: .now() + .seconds(3601))
        guard case .control(.bye(let bye)) = try written(to: channel).last else {
            Issue.record("no bye")
            return
        }
        #expect(bye.reason == "timeout")
    }

    @Test("A stream's time ends it to the millisecond, and one that has ended is left alone")
    func shortTime() throws {
        let test = try TestShard()
        let channel = try open(test, 1, timeout: "300ms")
        let sated = try open(test, 2, limit: 1, timeout: "300ms")
        test.loop.advanceTime(by: .milliseconds(299))
        #expect(try written(to: channel).isEmpty)
        try test.publish(1...1)
        test.loop.advanceTime(by: .milliseconds(1))
        #expect(try byes(written(to: channel)) == ["timeout"])
        #expect(try byes(written(to: sated)) == ["limit"])
        #expect(test.shard.count == 0)
    }

    private func byes(_ events: [Event]) -> [String] {
        events.compactMap { event in
            guard case .control(.bye(let bye)) = event else { return nil }
            return bye.reason
        }
    }

    @Test("A stream that takes nothing for too long is ended; one that takes a little is not")
    func stalled() throws {
        let test = try TestShard()
        _ = try open(test, 1)
        let stuck = try open(test, 2)
        stuck.isWritable = false
        let start = NIODeadline.now()
        test.shard.tick(now: start)
        test.shard.tick(now: start + .seconds(29))
        #expect(test.shard.count == 2)
        test.shard.tick(now: start + .seconds(31))
        #expect(test.shard.count == 1)
        guard case .control(.bye(let bye)) = try written(to: stuck).last else {
            Issue.record("no bye")
            return
        }
        #expect(bye.reason == "slow" && bye.reconnect)
    }

    @Test("Draining says bye to every stream, also to one that takes nothing")
    func drain() throws {
        let test = try TestShard()
        let quick = try open(test, 1)
        let stuck = try open(test, 2)
        stuck.isWritable = false
        try test.publish(1...3)
        _ = test.shard.drain(retryAfter: 2...2)
        #expect(test.shard.count == 0)
        let events = try written(to: quick)
        #expect(Fixture.texts(events) == ["1", "2", "3"])
        #expect(events.last == .control(.bye(bye(at: 3))))
        #expect(try written(to: stuck).last == .control(.bye(bye(at: 0))))
    }

    @Test("A commit's way to the streams is timed once a room, and not where nobody is")
    func timed() throws {
        let test = try TestShard()
        let channels = try (1...3).map { try open(test, $0) }
        try test.publish(1...1, in: "b")
        test.loop.run()
        #expect(test.shard.tally.writeTime.count == 0)
        try test.publish(2...2)
        test.loop.run()
        #expect(test.shard.tally.writeTime.count == 1)
        // Two that wait together are one way, of the older one.
        try test.publish(3...4)
        test.loop.run()
        #expect(test.shard.tally.writeTime.count == 2)
        for channel in channels { #expect(try written(to: channel).count == 3) }
    }

    @Test("Streams that are told to come back are told different times, all within the bounds")
    func spread() throws {
        let test = try TestShard()
        let channels = try (1...100).map { try open(test, $0) }
        _ = test.shard.drain(retryAfter: 2...12)
        let waits = try channels.map { channel in
            guard case .control(.bye(let bye)) = try written(to: channel).last else { return -1 }
            return bye.retryAfter ?? -1
        }
        #expect(waits.allSatisfy { (2...12).contains($0) })
        #expect(Set(waits).count > 5)
    }

    @Test(
        "The more streams there are, the longer the time over which they come back",
        arguments: [(0, 2...3), (1, 2...3), (499, 2...3), (10_000, 2...22), (.max, 2...62)]
    )
    func returns(_ streams: Int, _ seconds: ClosedRange<Int>) {
        #expect(Drain.returns(of: streams) == seconds)
    }

    private func bye(at position: Int64) -> ControlEvent.Bye {
        ControlEvent.Bye(
            reason: "shutdown",
            reconnect: true,
            retryAfter: 2,
            cursor: Cursor(log: Fixture.log, position: position)
        )
    }

    // MARK: - Events of one stream alone

    @Test("An answer on a stream waits until its client has room, and for nothing once it is gone")
    func answersWait() throws {
        let shard = try TestShard()
        let body = TestBody()
        let stream = shard.open(1, try Fixture.request(), in: body)
        _ = try body.take()
        body.isWritable = false
        let first = shard.shard.write(.live, to: stream.id)
        shard.loop.run()
        #expect(body.parts.isEmpty && !first.isDone)
        body.drain()
        shard.loop.run()
        #expect(first.isDone)
        #expect(!body.parts.isEmpty)

        body.isWritable = false
        let second = shard.shard.write(.live, to: stream.id)
        shard.loop.run()
        #expect(!second.isDone)
        body.leave()
        shard.loop.run()
        #expect(second.isDone)
    }
}

extension EventLoopFuture<Void> {
    /// Whether it has succeeded, on a loop that is moved by hand.
    fileprivate var isDone: Bool {
        var isDone = false
        assumeIsolated().whenSuccess { isDone = true }
        return isDone
    }
}
