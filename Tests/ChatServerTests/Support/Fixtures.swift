import ChatProtocol
import ChatStore

@testable import ChatServer

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

    /// A commit of events that follow one another.
    static func commit(_ events: [DurableEvent]) -> CommitBatch {
        let positions = events.compactMap { $0.cursor?.position }
        return CommitBatch(
            Commit(events: events, first: positions.first ?? 0, last: positions.last ?? 0)
        )
    }
}
