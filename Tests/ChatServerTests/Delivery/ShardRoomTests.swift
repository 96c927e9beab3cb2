import ChatProtocol
import ChatStore
import NIOCore
import NIOEmbedded
import StreamingHTTP
import TestConnections
import Testing

@testable import ChatServer

/// Whose turn it is in a room, and what streams at one place share.
@Suite struct ShardRoomTests {
    /// Opens live streams of a room, each with a body of its own.
    private func open(
        _ count: Int,
        in room: String = "a",
        of test: TestShard,
        from number: Int = 0,
        framing: Framing = .codec
    ) throws -> [TestBody] {
        let bodies = (0..<count).map { _ in TestBody(framing: framing) }
        for (index, body) in bodies.enumerated() {
            test.open(number + index, try Fixture.request([room], after: test.shard.head), in: body)
        }
        test.loop.run()
        for body in bodies { _ = try body.take() }
        return bodies
    }

    @Test("A large room that is committed to first does not hold up a small one")
    func fairness() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 8
        limits.sliceRoomStreams = 4
        let test = try TestShard(limits)
        let large = try open(100, in: "large", of: test)
        let small = try open(1, in: "small", of: test, from: 100)
        var order: [String] = []
        for body in large { body.whenWritten = { order.append("large") } }
        small[0].whenWritten = { order.append("small") }
        test.shard.publish(Fixture.commit([try Fixture.message("x", at: 1, in: "large")]))
        test.shard.publish(Fixture.commit([try Fixture.message("x", at: 2, in: "small", seq: 1)]))
        test.loop.run()
        #expect(order.count == 101)
        #expect(order.firstIndex(of: "small") == limits.sliceRoomStreams)
    }

    @Test("Each stream that is due is served once, with all that came meanwhile")
    func once() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 5
        let test = try TestShard(limits)
        let bodies = try open(23, of: test)
        try test.publish(1...3)
        test.loop.run()
        #expect(bodies.allSatisfy { $0.parts.count == 1 })
        #expect(Set(bodies.map { String(buffer: $0.parts[0]) }).count == 1)
        try test.publish(4...4)
        test.loop.run()
        #expect(bodies.allSatisfy { $0.parts.count == 2 })
    }

    @Test("A commit that comes in the middle of a round reaches those that were served already")
    func commitWhileServing() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 4
        let test = try TestShard(limits)
        let bodies = try open(10, of: test)
        try test.publish(1...1)
        // Comes after the first slice, and before the second.
        test.loop.execute { try? test.publish(2...2) }
        test.loop.run()
        // Those that were not served yet get both at once.
        #expect(bodies.map { $0.parts.count } == [2, 2, 2, 2, 1, 1, 1, 1, 1, 1])
        for body in bodies {
            #expect(Fixture.texts(try events(body)) == ["1", "2"])
        }
    }

    @Test("A stream that moves to the seat of one that left in the middle of a round has its turn")
    func leavingWhileServing() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 4
        let test = try TestShard(limits)
        let bodies = try open(10, of: test)
        try test.publish(1...1)
        // After the first slice: the last one comes to a seat that has had its turn.
        test.loop.execute { bodies[1].leave() }
        test.loop.run()
        for body in bodies { #expect(Fixture.texts(try events(body)) == ["1"]) }
    }

    @Test("A stream that comes in the middle of a round takes nobody's turn")
    func comingWhileServing() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 4
        let test = try TestShard(limits)
        let bodies = try open(10, of: test)
        try test.publish(1...1)
        // After the first slice: the round goes on from there, and past the new one to the first.
        test.loop.execute {
            #expect(throws: Never.self) {
                try test.publish(2...2)
                test.open(99, try Fixture.request(after: 2), in: TestBody())
            }
        }
        test.loop.run()
        for body in bodies { #expect(Fixture.texts(try events(body)) == ["1", "2"]) }
    }

    @Test("A stream that moved to another seat frees that one, and nobody else's")
    func movedSeat() throws {
        let test = try TestShard()
        let bodies = try open(4, of: test)
        bodies[0].leave()
        bodies[3].leave()
        try test.publish(1...1)
        test.loop.run()
        #expect(bodies.map { $0.parts.count } == [0, 1, 1, 0])
    }

    @Test("Streams at one place write the very same bytes, and others do not")
    func sharing() throws {
        let test = try TestShard()
        let bodies = try open(3, of: test, framing: .chunked)
        let late = TestBody(framing: .codec)
        test.open(9, try Fixture.request(after: test.shard.head), in: late)
        bodies[2].isWritable = false
        try test.publish(1...2)
        test.loop.run()
        let first = try #require(bodies[0].parts.first)
        let second = try #require(bodies[1].parts.first)
        #expect(first.address == second.address)
        #expect(late.parts.last.map { $0.address } != first.address)
        try test.publish(3...3)
        bodies[2].drain()
        test.loop.run()
        #expect(Fixture.texts(try events(bodies[2])) == ["1", "2", "3"])
        #expect(Fixture.texts(try events(bodies[0])) == ["1", "2", "3"])
        #expect(Fixture.texts(try events(late)) == ["1", "2", "3"])
    }

    @Test("A stream that asked for some events or rooms only shares nothing, and is right")
    func filtered() throws {
        let test = try TestShard()
        let filter = StreamFilter(durable: EventFilter(user: try MemberName("bob")))
        let (picky, several) = (TestBody(), TestBody())
        test.open(1, try Fixture.request(filter: filter), in: picky)
        test.open(2, try Fixture.request(["b", "a"]), in: several)
        test.loop.run()
        test.shard.publish(
            Fixture.commit([
                try Fixture.message("1", at: 1), try Fixture.message("2", at: 2, in: "b", seq: 1),
                try Fixture.message("3", at: 3, seq: 2, by: "bob"),
                try Fixture.message("4", at: 4, in: "c", seq: 1),
            ])
        )
        test.shard.publish(Fixture.commit([try Fixture.message("5", at: 5, in: "b", seq: 2)]))
        test.loop.run()
        #expect(Fixture.texts(try events(picky)) == ["3"])
        #expect(Fixture.texts(try events(several)) == ["1", "2", "3", "5"])
    }

    @Test("A stream that comes to a room nobody was in resumes from what the loop remembers")
    func adopted() throws {
        let test = try TestShard()
        _ = try open(1, in: "other", of: test)
        try test.publish(1...5)
        let body = TestBody()
        test.open(7, try Fixture.request(after: 2), in: body)
        test.loop.run()
        let before = try events(body)
        #expect(Fixture.texts(before) == ["3", "4", "5"])
        #expect(before.last?.typeName == "live")
        try test.publish(6...6)
        test.loop.run()
        #expect(Fixture.texts(try events(body)) == ["6"])
    }

    @Test("A stream from before what the loop remembers waits for the store, and is given nothing")
    func notAdopted() throws {
        var limits = ServerLimits()
        limits.ringCommits = 2
        let test = try TestShard(limits)
        try test.publish(1...5)
        let body = TestBody()
        let stream = test.open(7, try Fixture.request(after: 2), in: body)
        test.loop.run()
        #expect(Fixture.texts(try events(body)).isEmpty)
        #expect(stream.progress.isReading)
    }

    @Test("A stream whose place was forgotten while it took nothing asks the store")
    func evicted() throws {
        var limits = ServerLimits()
        limits.ringCommits = 2
        let test = try TestShard(limits)
        let slow = TestBody()
        let stream = test.open(8, try Fixture.request(), in: slow)
        let quick = try open(1, of: test)[0]
        _ = try slow.take()
        slow.isWritable = false
        for position in 1...3 as ClosedRange<Int64> {
            try test.publish(position...position)
            test.loop.run()
        }
        slow.drain()
        test.loop.run()
        #expect(slow.parts.isEmpty, "1 is not remembered any more, and must come first")
        #expect(stream.progress.isReading)
        #expect(Fixture.texts(try events(quick)) == ["1", "2", "3"])
    }

    @Test("A room is forgotten with its last stream")
    func forgotten() throws {
        let test = try TestShard()
        let bodies = try open(3, of: test)
        for body in bodies {
            #expect(test.shard.rooms.count == 1)
            body.leave()
        }
        #expect(test.shard.rooms.isEmpty)
        #expect(test.shard.count == 0)
    }

    private func events(_ body: TestBody) throws -> [Event] {
        var decoder = NDJSONDecoder()
        return try decoder.decode(try body.take())
    }
}
