import ChatProtocol
import ChatStore
import Foundation
import Logging
import NIOCore
import NIOPosix
import StreamingHTTP
import TestTools
import Testing

@testable import ChatServer

/// Delivery with the log behind it, where next to nothing is remembered and pages are tiny.
@Suite(.timeLimit(.minutes(10)))
struct DeliveryTests {
    /// A stream, and the body it writes to on a loop.
    private struct Reader {
        let request: StreamRequest
        let body: NIOLoopBound<TestBody>
        let loop: any EventLoop
    }

    private static var limits: ServerLimits {
        var limits = ServerLimits()
        limits.ringCommits = 3
        limits.sliceBytes = 300
        limits.sliceStreams = 2
        limits.sliceRoomStreams = 1
        limits.pageEvents = 3
        limits.pageBytes = 400
        limits.cachedPages = 2
        return limits
    }

    @Test(
        "Replay from the store, what is remembered and what is new join exactly, from any place",
        arguments: 1...4 as ClosedRange<UInt64>
    )
    func joins(seed: UInt64) async throws {
        try await withLog { store, delivery in
            var generator = SeededGenerator(seed: seed)
            var log: [DurableEvent] = []
            var readers: [Reader] = []
            for _ in 0..<150 {
                for number in 0..<Int.random(in: 0...3, using: &generator) {
                    let room = ["a", "b", "c"].randomElement(using: &generator) ?? "a"
                    log.append(try await append("\(log.count) \(number)", in: room, to: store))
                }
                let start = Int64.random(in: 0...store.head, using: &generator)
                let rooms = [["a"], ["b"], ["c", "a"]].randomElement(using: &generator) ?? []
                readers.append(try await open(delivery, Fixture.request(rooms, after: start)))
                let reader = try #require(readers.randomElement(using: &generator))
                let isWritable = Bool.random(using: &generator)
                try await reader.loop.submit {
                    if isWritable { reader.body.value.drain() }
                    reader.body.value.isWritable = isWritable
                }.get()
            }
            try await check(readers, against: log, "seed \(seed)")
        }
    }

    // Seen as running F35: a slow reader was told with each page how far it was behind.
    @Test("A live stream that falls behind is told so once, and once more when it does again")
    func lag() async throws {
        try await withLog { store, delivery in
            let reader = try await open(delivery, Fixture.request(["a"], after: 0))
            var seen: [Event] = []
            while !seen.contains(where: { $0.typeName == "live" }) {
                seen += try await events(reader)
                await Task.yield()
            }
            for round in 1...2 {
                try await reader.loop.submit { reader.body.value.isWritable = false }.get()
                for number in 1...40 {
                    _ = try await append("\(round) \(number)", in: "a", to: store)
                }
                try await reader.loop.submit {
                    reader.body.value.isWritable = true
                    reader.body.value.drain()
                }.get()
                while Fixture.positions(seen).count < round * 40 {
                    seen += try await events(reader)
                    await Task.yield()
                }
                #expect(seen.filter { $0.typeName == "lag" }.count == round)
            }
        }
    }

    // Behind retention a slow stream had a hole, of which nothing told.
    @Test(
        "A stream is told of what was removed before it came there, once for each time",
        arguments: [["a"], ["a", "b"]]
    )
    func cuts(rooms: [String]) async throws {
        try await withLog { store, delivery in
            let reader = try await open(delivery, Fixture.request(rooms, after: 0))
            var seen: [Event] = []
            while !seen.contains(where: { $0.typeName == "live" }) {
                seen += try await events(reader)
                await Task.yield()
            }
            for round in Int64(1)...2 {
                try await reader.loop.submit { reader.body.value.isWritable = false }.get()
                for number in 1...40 {
                    _ = try await append("\(number)", in: "b", to: store)
                    _ = try await append("\(number)", in: "a", to: store)
                }
                let (room, last) = (try RoomName("a"), 40 * round)
                _ = try await store.removeOldest(of: room, through: last - 10, before: nil)
                delivery.withdraw(room)
                try await reader.loop.submit { reader.body.value.drain() }.get()
                seen = []
                while Fixture.positions(seen).last != store.head {
                    seen += try await events(reader)
                    await Task.yield()
                }
                let gap = ControlEvent.Gap(room: room, from: 1, to: last - 10, reason: "retention")
                #expect(seen.filter { $0.typeName == "gap" } == [.control(.gap(gap))])
                #expect(Fixture.positions(seen).count == (rooms.count == 1 ? 10 : 50))
                let place = seen.firstIndex { $0.typeName == "gap" }
                #expect(try #require(place) < seen.firstIndex { $0.typeName == "message" } ?? 0)
            }
        }
    }

    // MARK: - Set-up

    private func withLog(_ body: (ChatStore, Delivery) async throws -> Void) async throws {
        let folder = NSTemporaryDirectory() + "burble-delivery-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 0) })
        let limits = Self.limits
        let catchUp = CatchUp(store: store, limits: limits, logger: Logger(label: "test"))
        let delivery = try await Delivery(
            group: MultiThreadedEventLoopGroup.singleton,
            head: 0,
            log: store.log,
            limits: limits,
            catchUp: catchUp
        )
        try await withThrowingTaskGroup { tasks in
            tasks.addTask { await store.run { delivery.publish(CommitBatch($0)) } }
            tasks.addTask { await catchUp.run() }
            defer {
                store.close()
                tasks.cancelAll()
            }
            try await body(store, delivery)
        }
    }

    private func append(
        _ text: String,
        in room: String,
        to store: ChatStore
    ) async throws -> DurableEvent {
        try await store.append(.said(text, in: room)).event
    }

    private func open(_ delivery: Delivery, _ request: StreamRequest) async throws -> Reader {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        return try await loop.submit {
            let body = TestBody(framing: .chunked)
            delivery.open(request, in: body, on: loop) { _, _ in }
            return Reader(request: request, body: NIOLoopBound(body, eventLoop: loop), loop: loop)
        }.get()
    }

    /// Lets every reader take all, and compares.
    private func check(
        _ readers: [Reader],
        against log: [DurableEvent],
        _ comment: Comment
    ) async throws {
        for reader in readers {
            let expected = log.filter { event in
                reader.request.rooms.contains(event.room)
                    && event.cursor?.position ?? 0 > reader.request.start
            }
            try await reader.loop.submit { reader.body.value.drain() }.get()
            var seen: [Event] = []
            while Fixture.positions(seen).count < expected.count {
                seen += try await events(reader)
                await Task.yield()
            }
            #expect(Fixture.positions(seen) == expected.compactMap { $0.cursor?.position }, comment)
        }
    }

    private func events(_ reader: Reader) async throws -> [Event] {
        try await reader.loop.submit {
            var decoder = NDJSONDecoder()
            return try decoder.decode(try reader.body.value.take())
        }.get()
    }
}
