import ChatProtocol
import ChatStore
import Logging
import NIOCore
import NIOEmbedded
import StreamingHTTP

@testable import ChatServer

/// A shard with live streams, on a loop that moves when it is told to.
final class TurnScene {
    private let loop = EmbeddedEventLoop()
    private let shard: Shard
    private let log: LogName
    private let rooms: [RoomName]
    private let author: MemberName
    private var bodies: [SilentBody] = []
    private var position: Int64 = 0
    private var seq: Int64 = 0

    /// Opens the streams.
    ///
    /// - Parameters:
    ///   - store: for the shard; never read.
    ///   - rooms: how many.
    ///   - streams: of each room.
    /// - Throws: if a name is none.
    init(_ store: ChatStore, rooms: Int, streams: Int) throws {
        let limits = ServerLimits()
        let logger = Logger(label: "micro") { _ in SwiftLogNoOpLogHandler() }
        log = store.log
        author = try MemberName("alice")
        shard = Shard(
            eventLoop: loop,
            head: 0,
            log: store.log,
            limits: limits,
            catchUp: CatchUp(store: store, limits: limits, logger: logger)
        )
        self.rooms = try (0..<rooms).map { try RoomName("room-\($0)") }
        for room in self.rooms {
            for _ in 0..<streams { open(room) }
        }
        loop.run()
    }

    /// Bytes that all streams were given.
    var byteCount: Int { bodies.reduce(0) { $0 + $1.byteCount } }

    /// Publishes one commit, and lets all have their turn.
    ///
    /// - Parameter count: events of each room.
    /// - Throws: if a name is none.
    func commit(eventsOfEachRoom count: Int) throws {
        let first = position + 1
        var events: [DurableEvent] = []
        for _ in 0..<count {
            seq += 1
            for room in rooms {
                position += 1
                events.append(message(in: room))
            }
        }
        shard.publish(CommitBatch(Commit(events: events, first: first, last: position)))
        loop.run()
    }

    private func open(_ room: RoomName) {
        let request = StreamRequest(
            rooms: [room],
            encoding: Encoding(format: .ndjson, namesRooms: false),
            filter: StreamFilter(),
            start: 0,
            opening: []
        )
        let body = SilentBody()
        let stream = OpenStream(
            StreamID(number: bodies.count),
            request,
            body: body,
            shard: shard,
            whenEnded: { _, _ in }
        )
        bodies.append(body)
        shard.add(stream)
    }

    private func message(in room: RoomName) -> DurableEvent {
        DurableEvent(
            room: room,
            seq: seq,
            cursor: Cursor(log: log, position: position),
            at: Timestamp(milliseconds: 1_795_333_200_123),
            user: author,
            content: .message(
                Message(text: "a message of words a message of words a message of words a messa")
            )
        )
    }
}
