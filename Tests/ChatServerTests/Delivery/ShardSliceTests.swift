import ChatProtocol
import NIOCore
import NIOEmbedded
import StreamingHTTP
import Synchronization
import Testing

@testable import ChatServer

/// Work on all streams of a loop, which goes on in slices.
@Suite struct ShardSliceTests {
    /// A clock that goes by a whole slice with each question.
    private func hurrying() -> () -> NIODeadline {
        var time = NIODeadline.now()
        return {
            time = time + LoopRound<StreamID>.sliceTime
            return time
        }
    }

    @Test("What an operator is told of all streams is gathered behind what else is due")
    func slicedFacts() throws {
        let test = try TestShard()
        test.shard.clock = hurrying()
        for number in 1...20 {
            test.open(number, try Fixture.request(), in: TestBody())
        }
        var facts: [StreamFacts]?
        test.shard.facts().assumeIsolated().whenSuccess { facts = $0 }
        test.loop.run()
        #expect(facts == nil)
        test.shard.finish(StreamID(number: 1), reason: "gone", after: 0)
        for _ in 0..<2 { test.loop.advanceTime(by: LoopRound<StreamID>.pause) }
        let ids = Set((facts ?? []).map(\.id))
        #expect(ids.isSuperset(of: 2...20))
    }

    @Test("All streams are looked at again in slices, those of some members at once")
    func slicedReview() throws {
        let isOver = Mutex(false)
        let test = try TestShard(
            access: StreamAccess(
                end: { _ in isOver.withLock { $0 } ? "revoked" : nil },
                problem: { _, _ in nil },
                isThere: { _ in true },
                owns: { _, _ in true },
                ownRooms: { _ in [] }
            )
        )
        test.shard.clock = hurrying()
        for number in 1...20 {
            test.open(number, try Fixture.request(), in: TestBody())
        }
        isOver.withLock { $0 = true }
        test.shard.reviewStreams(of: [try MemberName("nobody")])
        #expect(test.shard.count == 20)
        test.shard.reviewStreams(of: nil)
        #expect(test.shard.count == 12)
        for _ in 0..<2 { test.loop.advanceTime(by: LoopRound<StreamID>.pause) }
        #expect(test.shard.count == 0)
    }

    @Test("The look at many streams goes on behind what else is due, and comes to each once")
    func slicedTick() throws {
        let test = try TestShard()
        test.shard.clock = hurrying()
        let bodies = (1...20).map { _ in TestBody() }
        for (index, body) in bodies.enumerated() {
            var request = try Fixture.request()
            request.heartbeat = 20
            test.open(index + 1, request, in: body)
        }
        bodies[0].isWritable = false
        try test.publish(1...2)
        test.loop.run()
        for body in bodies { _ = try body.take() }
        test.shard.tick(now: .now() + .seconds(21))
        test.loop.run()
        #expect(bodies.count { !$0.parts.isEmpty } <= 8)
        #expect(test.shard.tally.behind == 0, "told once all were looked at")
        for _ in 0..<2 { test.loop.advanceTime(by: LoopRound<StreamID>.pause) }
        #expect(bodies.allSatisfy { $0.parts.count == ($0.isWritable ? 1 : 0) })
        #expect(test.shard.tally.behind == 1 && test.shard.tally.lag == 2)
    }
}
