import ChatProtocol
import ChatStore
import NIOCore
import NIOEmbedded
import StreamingHTTP
import TestTools
import Testing

@testable import ChatServer

/// Streams that come, go and stall while rooms are committed to, in orders drawn from a seed.
@Suite struct ShardRoomPropertyTests {
    /// A stream and what it asked for.
    private struct Reader {
        let body: TestBody
        let request: StreamRequest
        var isHere = true
    }

    /// What a loop told last of its backlog.
    private final class Told {
        var since: NIODeadline?
    }

    /// One run: what was published, and who reads it.
    private final class Run {
        let test: TestShard
        var generator: SeededGenerator
        var log: [DurableEvent] = []
        /// Since when something is late, as the loop told last.
        var backlog: NIODeadline? { told.since }
        private let told: Told
        var readers: [Reader] = []
        private var seqs: [String: Int64] = [:]

        init(seed: UInt64) throws {
            var limits = ServerLimits()
            limits.sliceStreams = 3
            limits.sliceRoomStreams = 2
            limits.sliceBytes = 400
            limits.unofferedBytes = 1000
            let told = Told()
            self.told = told
            test = try TestShard(limits) { told.since = $0 }
            generator = SeededGenerator(seed: seed)
            // One stays in each room, so that all of it is remembered.
            for room in ["a", "b"] { try open([room], after: 0) }
        }

        func step() throws {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<4: try publish()
            case 4..<6: try openAnywhere()
            case 6: leave()
            case 7: readers.randomElement(using: &generator)?.body.isWritable = false
            default: readers.randomElement(using: &generator)?.body.drain()
            }
        }

        func publish() throws {
            var events: [DurableEvent] = []
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let room = Bool.random(using: &generator) ? "a" : "b"
                seqs[room, default: 0] += 1
                let position = Int64(log.count + events.count + 1)
                events.append(
                    try Fixture.message(
                        "\(position)",
                        at: position,
                        in: room,
                        seq: seqs[room],
                        by: Bool.random(using: &generator) ? "ann" : "bob"
                    )
                )
            }
            log += events
            test.shard.publish(Fixture.commit(events))
        }

        private func openAnywhere() throws {
            let rooms = [["a"], ["a"], ["b"], ["b", "a"]].randomElement(using: &generator) ?? []
            try open(rooms, after: Int64.random(in: 0...test.shard.head, using: &generator))
        }

        private func open(_ rooms: [String], after start: Int64) throws {
            var filter = StreamFilter()
            if start > 0, Int.random(in: 0..<4, using: &generator) == 0 {
                filter.durable.user = try MemberName("bob")
            }
            let request = try Fixture.request(
                rooms,
                after: start,
                format: Bool.random(using: &generator) ? .ndjson : .csv,
                filter: filter
            )
            let framing = Bool.random(using: &generator) ? Framing.codec : .chunked
            let body = TestBody(framing: framing)
            readers.append(Reader(body: body, request: request))
            test.open(readers.count, request, in: body)
        }

        private func leave() {
            let index = Int.random(in: 0..<readers.count, using: &generator)
            guard index > 1, readers[index].isHere else { return }
            readers[index].isHere = false
            readers[index].body.leave()
        }

        /// What a reader is to see in the end.
        func expected(by reader: Reader) -> [Int64] {
            log.filter { event in
                reader.request.rooms.contains(event.room)
                    && reader.request.filter.admits(.durable(event))
            }.compactMap { $0.cursor?.position }.filter { $0 > reader.request.start }
        }

        /// What a reader saw.
        func seen(by reader: Reader) throws -> [Int64] {
            var decoder = try #require(EventDecoder(format: reader.request.encoding.format))
            let events = try decoder.decode(try reader.body.take())
            // CSV tells no cursor, but here the text does.
            return Fixture.texts(events).compactMap { Int64($0) }
        }
    }

    @Test(
        "Each stream sees its events once and in order, whoever comes, goes or stalls",
        arguments: 1...60 as ClosedRange<UInt64>
    )
    func exact(seed: UInt64) throws {
        let run = try Run(seed: seed)
        for _ in 0..<60 {
            // Several of these, between the turns that they bring about.
            for _ in 0..<Int.random(in: 1...6, using: &run.generator) {
                run.test.loop.execute {
                    #expect(throws: Never.self) { try run.step() }
                }
            }
            if Bool.random(using: &run.generator) { run.test.loop.run() }
        }
        run.test.loop.run()
        try run.publish()
        run.test.loop.run()
        // Who takes what it is given has it by now; the others get it when they take it.
        let stalled = run.readers.filter { $0.isHere && !$0.body.isWritable }
        for reader in stalled { reader.body.drain() }
        run.test.loop.run()
        #expect(run.test.shard.count == run.readers.count { $0.isHere })
        #expect(run.backlog == nil, "seed \(seed): what waits for a client is not late")
        #expect(run.test.shard.newRooms.isEmpty && run.test.shard.begunRooms.isEmpty)
        #expect(run.test.shard.roomInTurn == nil && run.test.shard.fullRooms.isEmpty)
        for reader in run.readers {
            let (seen, expected) = (try run.seen(by: reader), run.expected(by: reader))
            if reader.isHere {
                #expect(seen == expected, "seed \(seed), from \(reader.request.start)")
            } else {
                #expect(expected.starts(with: seen), "seed \(seed), left")
            }
        }
    }
}
