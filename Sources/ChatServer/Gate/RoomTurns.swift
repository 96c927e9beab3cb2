import ChatProtocol
import ChatStore

/// Lets those who decide over a room's members do it one after the other: a decision rests on the
/// roles that the one before has left, and the last owner stays.
///
/// Rooms share a few lines, so that these need no memory of their own.
struct RoomTurns: Sendable {
    /// Decisions that may wait in a line; one more is refused.
    private static let waitingLimit = 1024

    private let lines = (0..<32).map { _ in ReadQueue(width: 1, limit: Self.waitingLimit) }

    /// The line of a room.
    ///
    /// - Parameter room: as the log names it.
    /// - Returns: a line that is always the same.
    fileprivate func line(of room: RoomName) -> ReadQueue {
        lines[Int(UInt(bitPattern: room.hashValue) % UInt(lines.count))]
    }
}

extension Gate {
    /// Decides over a room, in turn.
    ///
    /// Suspends for the turn.
    ///
    /// - Parameters:
    ///   - room: as the log names it.
    ///   - body: decides, and returns once every room has heard of it.
    /// - Returns: what it made.
    /// - Throws: what it threw, or `503 overloaded`.
    func inTurn<Value>(
        _ room: RoomName,
        _ body: () async throws(Problem) -> Value
    ) async throws(Problem) -> Value {
        let line = turns.line(of: room)
        try await attempt { () async throws(StoreError) in try await line.enter() }
        defer { line.leave() }
        return try await body()
    }
}
