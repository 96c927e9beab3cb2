import ChatProtocol
import ChatStore
import NIOEmbedded
import StreamingHTTP
import Testing

@testable import ChatServer

/// What a loop remembers of what was committed before its start.
@Suite struct RememberedTests {
    /// Forty messages, in rooms `a` and `b` by turns.
    private func events() throws -> [DurableEvent] {
        try (Int64(1)...40).map { position in
            let room = position.isMultiple(of: 2) ? "b" : "a"
            return try Fixture.message("\(position)", at: position, in: room)
        }
    }

    private func seen(_ rooms: [String], after start: Int64, of test: TestShard) throws -> [String]
    {
        let body = TestBody()
        test.open(Int(start), try Fixture.request(rooms, after: start), in: body)
        test.loop.run()
        var decoder = NDJSONDecoder()
        let events = try decoder.decode(try body.take())
        #expect(events.last == .control(.live))
        return Fixture.texts(events)
    }

    @Test(
        "A stream that comes back finds all that it missed without the store",
        arguments: [1, 16]
    )
    func comesBack(size: Int) throws {
        let pieces = CommitBatch.pieces(of: try events(), through: 45, size: size)
        #expect(pieces.first?.first == 1 && pieces.last?.last == 45)
        #expect(zip(pieces, pieces.dropFirst()).allSatisfy { $0.last + 1 == $1.first })
        let test = try TestShard(head: 45, earlier: pieces)
        for start in [Int64(0), 7, 16, 39] {
            let missed = (start + 1...40).map(String.init)
            #expect(try seen(["a", "b"], after: start, of: test) == missed)
            let odd = missed.filter { Int64($0)?.isMultiple(of: 2) == false }
            #expect(try seen(["a"], after: start, of: test) == odd)
        }
        try test.publish(46...46)
        #expect(try seen(["a"], after: 39, of: test) == ["46"])
    }

    @Test("It finds all of it also where a stream that missed less came before it")
    func comesBackLater() throws {
        let pieces = CommitBatch.pieces(of: try events(), through: 45)
        let test = try TestShard(head: 45, earlier: pieces)
        for start in [Int64(45), 39, 16, 20, 7, 0] {
            let odd = (start + 1..<46).filter { $0 < 40 && $0 % 2 == 1 }.map(String.init)
            #expect(try seen(["a"], after: start, of: test) == odd)
        }
        try test.publish(46...46)
        #expect(try seen(["a"], after: 3, of: test).suffix(3) == ["37", "39", "46"])
    }

    @Test("Of a room in which a text was deleted nothing is remembered")
    func deleted() throws {
        var events = try events()
        events[20] = DurableEvent(
            room: events[20].room,
            seq: events[20].seq,
            cursor: events[20].cursor,
            at: events[20].at,
            user: events[20].user,
            content: .delete(target: 1)
        )
        let test = try TestShard(head: 40, earlier: CommitBatch.pieces(of: events, through: 40))
        let body = TestBody()
        test.open(1, try Fixture.request(["a"], after: 0), in: body)
        test.loop.run()
        var decoder = NDJSONDecoder()
        let told = try decoder.decode(try body.take())
        #expect(told.map(\.typeName) == ["open"], "it reads the store, which nobody does here")
        let even = (1...20).map { "\($0 * 2)" }
        #expect(try seen(["b"], after: 0, of: test) == even)
    }
}
