import ChatProtocol
import NIOCore
import NIOEmbedded
import Testing

@testable import ChatServer

/// Events of the moment: each stream is written to once for many of them.
@Suite struct MomentTests {
    private let shard: TestShard
    private let room: RoomName

    init() throws {
        shard = try TestShard()
        room = try RoomName("a")
    }

    private func open(
        _ count: Int,
        _ change: (inout StreamRequest) -> Void = { _ in }
    ) throws
        -> [TestBody]
    {
        var bodies: [TestBody] = []
        for number in 1...count {
            var request = try Fixture.request()
            change(&request)
            let body = TestBody()
            shard.open(number, request, in: body)
            bodies.append(body)
        }
        shard.loop.run()
        for body in bodies { _ = try body.take() }
        return bodies
    }

    private func type(_ names: some Sequence<Int>) throws {
        for number in names {
            shard.shard.publish(.typing(room: room, user: try MemberName("m\(number)")), to: nil)
        }
    }

    @Test("A crowd that types costs each stream a write in a while, and no more")
    func crowd() throws {
        let bodies = try open(300)
        try type(1...1000)
        shard.loop.run()
        #expect(bodies.map(\.parts.count).max() == 1)
        try type(1...1000)
        shard.loop.run()
        #expect(bodies.map(\.parts.count).max() == 1)
        shard.loop.advanceTime(by: .milliseconds(100))
        shard.loop.run()
        #expect(bodies.map(\.parts.count).max() == 2)
        let lines = try bodies[0].take().split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 2 * ServerLimits().momentEvents)
    }

    @Test("One who types in a quiet room is told of at once, and of several things the last")
    func quiet() throws {
        let bodies = try open(2)
        let user = try MemberName("m")
        for here in [true, false, true] {
            shard.shard.publish(.presence(room: room, user: user, here: here), to: nil)
        }
        try type([1, 1, 1])
        shard.loop.run()
        for body in bodies {
            #expect(
                String(decoding: try body.take(), as: UTF8.self) == """
                    {"type":"presence","room":"a","user":"m","here":true}
                    {"type":"typing","room":"a","user":"m1"}

                    """
            )
        }
    }

    @Test("A slice serves some streams, and messages go on between")
    func slices() throws {
        let bodies = try open(100)
        try type([1])
        try shard.publish(1...1)
        // What is due is done in iterations of the loop, which others take part in.
        shard.loop.run()
        #expect(bodies.allSatisfy { $0.parts.count == 2 })
    }

    @Test("A stream gets of a batch what it asked for, and what is for its member alone")
    func filtered() throws {
        let typing = try open(1) { $0.filter.ephemeral = ["typing"] }[0]
        let mine = TestBody()
        var request = try Fixture.request()
        request.caller = Caller(identity: .guest(try MemberName("ann")), address: "")
        shard.open(9, request, in: mine)
        shard.loop.run()
        _ = try mine.take()
        try type([1])
        shard.shard.publish(.presence(room: room, user: try MemberName("b"), here: true), to: nil)
        shard.shard.publish(.read(room: room, seq: 3), to: try MemberName("ann"))
        shard.loop.run()
        #expect(
            String(decoding: try typing.take(), as: UTF8.self)
                == #"{"type":"typing","room":"a","user":"m1"}"# + "\n"
        )
        let text = String(decoding: try mine.take(), as: UTF8.self)
        #expect(text.contains(#"{"type":"read","room":"a","seq":3}"#))
        #expect(text.split(separator: "\n").count == 3)
    }

    @Test("A read mark never goes back, neither in a batch nor from one to the next")
    func marks() throws {
        let ann = try MemberName("ann")
        let body = TestBody()
        var request = try Fixture.request()
        request.caller = Caller(identity: .guest(ann), address: "")
        shard.open(1, request, in: body)
        shard.loop.run()
        _ = try body.take()
        var told = ""
        for seqs in [[3, 5, 4], [2, 1], [5], [4, 6, 3]] as [[Int64]] {
            for seq in seqs { shard.shard.publish(.read(room: room, seq: seq), to: ann) }
            shard.loop.run()
            shard.loop.advanceTime(by: .milliseconds(100))
            shard.loop.run()
            told += String(decoding: try body.take(), as: UTF8.self)
        }
        let lines = [5, 5, 6].map { #"{"type":"read","room":"a","seq":\#($0)}"# + "\n" }
        #expect(told == lines.joined())
    }

    @Test("A stream that goes while a batch goes round takes nobody's turn")
    func leaving() throws {
        let bodies = try open(50)
        try type([1])
        bodies[49].whenWritten = { for index in 0..<10 { bodies[index].leave() } }
        shard.loop.run()
        for body in bodies[10...] { #expect(!body.parts.isEmpty) }
    }

    @Test("A stream that takes nothing goes without")
    func unwritable() throws {
        let bodies = try open(2)
        bodies[0].isWritable = false
        try type([1])
        shard.loop.run()
        #expect(bodies.map(\.parts.count) == [0, 1])
    }
}
