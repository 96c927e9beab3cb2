import ChatProtocol
import NIOCore
import NIOEmbedded
import StreamingHTTP
import Testing

@testable import ChatServer

/// What a loop tells of what it has not offered to its streams yet.
@Suite struct ShardBacklogTests {
    /// What was told last.
    private final class Told {
        var since: NIODeadline?
    }

    private let told = Told()

    private func shard(_ limits: ServerLimits = ServerLimits()) throws -> TestShard {
        try TestShard(limits) { [told] in told.since = $0 }
    }

    private func open(
        _ count: Int,
        in room: String = "a",
        of test: TestShard,
        from number: Int = 0
    ) throws -> [TestBody] {
        let bodies = (0..<count).map { _ in TestBody() }
        for (index, body) in bodies.enumerated() {
            test.open(number + index, try Fixture.request([room]), in: body)
        }
        test.loop.run()
        return bodies
    }

    @Test("A room waits from its commit until its turn has come")
    func waits() throws {
        let test = try shard()
        let bodies = try open(1, of: test)
        let before = NIODeadline.now()
        try test.publish(1...1)
        #expect(try #require(told.since) >= before)
        test.loop.run()
        #expect(told.since == nil)
        #expect(bodies[0].parts.count > 0)
    }

    @Test("A room without a stream here does not wait")
    func unheard() throws {
        let test = try shard()
        _ = try open(1, of: test)
        try test.publish(1...3, in: "b")
        #expect(told.since == nil)
    }

    @Test("A reader that takes nothing is not waited for")
    func stopped() throws {
        let test = try shard()
        let bodies = try open(2, of: test)
        bodies[0].isWritable = false
        try test.publish(1...1000)
        test.loop.run()
        #expect(told.since == nil)
        #expect(test.shard.tally.writeTime.count > 0)
    }

    @Test("A large room whose turn has come does not count, until its streams lack too much")
    func large() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 8
        let test = try shard(limits)
        let bodies = try open(100, of: test)
        for body in bodies { _ = try body.take() }
        var seen: [Bool] = []
        for body in bodies { body.whenWritten = { [told] in seen.append(told.since != nil) } }
        try test.publish(1...1)
        test.loop.run()
        // Told behind each slice: the first one only is served while the room waits.
        #expect(seen == (0..<100).map { $0 < 8 })
        seen = []
        for position in 2...Int64(limits.unofferedBytes / 64) {
            try test.publish(position...position)
        }
        test.loop.run()
        // It is late until its last stream was offered it. What does not fit into one turn comes
        // later, and is not waited for.
        #expect(seen.prefix(100) == Array(repeating: true, count: 100)[...])
        #expect(seen.last == false && told.since == nil)
    }

    @Test("A small room has all of its streams served in one turn")
    func small() throws {
        var limits = ServerLimits()
        limits.sliceStreams = 12
        limits.sliceRoomStreams = 4
        let test = try shard(limits)
        var order: [String] = []
        for (index, room) in ["a", "b", "c"].enumerated() {
            for body in try open(10, in: room, of: test, from: index * 10) {
                body.whenWritten = { order.append(room) }
            }
        }
        order = []
        for (index, room) in ["a", "b", "c"].enumerated() {
            let message = try Fixture.message("x", at: Int64(index + 1), in: room, seq: 1)
            test.shard.publish(Fixture.commit([message]))
        }
        test.loop.run()
        #expect(order == ["a", "b", "c"].flatMap { Array(repeating: $0, count: 10) })
    }

    @Test("Rooms that lose their streams while they wait leave nothing behind")
    func gone() throws {
        let test = try shard()
        let first = try open(3, of: test)
        let second = try open(3, in: "b", of: test, from: 3)
        for position in Int64(1)...600 {
            try test.publish(position...position, in: position.isMultiple(of: 2) ? "a" : "b")
        }
        #expect(told.since != nil)
        for body in first + second.dropFirst() { body.leave() }
        test.loop.run()
        #expect(told.since == nil)
        #expect(test.shard.newRooms.isEmpty && test.shard.begunRooms.isEmpty)
        #expect(test.shard.roomInTurn == nil && test.shard.fullRooms.isEmpty)
    }
}
