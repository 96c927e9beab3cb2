import ChatProtocol
import NIOCore

@testable import ChatServer
@testable import ChatStore

/// Values that several tests build from.
enum Fixture {
    static let log = LogName("t3st") ?? { preconditionFailure("a log's name") }()

    static func room(_ name: String) throws -> RoomName { try RoomName(name) }

    /// A message at a position, numbered the same in its room unless told otherwise.
    static func message(
        _ text: String,
        at position: Int64,
        in room: String = "a",
        seq: Int64? = nil,
        by user: String = "ann"
    ) throws -> DurableEvent {
        DurableEvent(
            room: try RoomName(room),
            seq: seq ?? position,
            cursor: Cursor(log: log, position: position),
            at: Timestamp(milliseconds: 0),
            user: try MemberName(user),
            content: .message(Message(text: text))
        )
    }

    /// The row of a room, made 5 ms after 1970.
    static func row(
        oldest: Int64 = 1,
        newest: Int64 = 0,
        retention: Retention = Retention()
    ) throws -> StoredRoom {
        StoredRoom(
            name: try RoomName("a"),
            topic: "",
            visibility: .public,
            oldest: oldest,
            newest: newest,
            createdAt: Timestamp(milliseconds: 5),
            slowSeconds: 0,
            retention: retention,
            removedThrough: 0
        )
    }

    /// A commit of events that follow one another.
    static func commit(_ events: [DurableEvent]) -> CommitBatch {
        let positions = events.compactMap { $0.cursor?.position }
        return CommitBatch(
            Commit(events: events, first: positions.first ?? 0, last: positions.last ?? 0)
        )
    }

    /// What a client of some rooms asks for.
    static func request(
        _ rooms: [String] = ["a"],
        after start: Int64 = 0,
        format: Format = .ndjson,
        filter: StreamFilter = StreamFilter()
    ) throws -> StreamRequest {
        StreamRequest(
            rooms: try rooms.map { try RoomName($0) },
            encoding: Encoding(format: format, namesRooms: false),
            filter: filter,
            start: start,
            limit: nil,
            timeout: nil,
            heartbeat: nil,
            opening: [.control(.open(rooms: [], heartbeat: 20))]
        )
    }

    /// The texts of the messages among some events.
    static func texts(_ events: [Event]) -> [String] {
        events.compactMap { event in
            guard case .durable(let durable) = event, case .message(let message) = durable.content
            else { return nil }
            return message.text
        }
    }

    /// The positions of the log's events among some events.
    static func positions(_ events: [Event]) -> [Int64] {
        events.compactMap { event in
            guard case .durable(let durable) = event else { return nil }
            return durable.cursor?.position
        }
    }
}

extension Draft {
    /// A message of ann's.
    static func said(_ text: String, in room: String = "a") throws -> Draft {
        Draft(
            room: try RoomName(room),
            user: try MemberName("ann"),
            content: .message(Message(text: text))
        )
    }
}
