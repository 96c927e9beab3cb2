/// How many rooms there are, as far as they were counted: one goes on from there, and need not
/// count all of them again.
///
/// It may be too high, once others have taken rooms away, and is never too low: a room that is made
/// later has a higher number than every room that is there.
struct RoomCount: Hashable, Sendable {
    private(set) var count = 0
    /// The highest number of those counted; 0 before the first.
    private(set) var newest: Int64 = 0

    /// Counts the rooms that were made since, whoever made them.
    ///
    /// - Complexity: O(rooms that were made since).
    mutating func goOn(in session: any SQLSession) throws {
        let more = try session.row(Statements.roomCount, [.integer(newest)]) { row in
            (count: try row.integer(0), newest: try row.integer(1))
        }
        guard let more else { return }
        count += Int(more.count)
        newest = max(newest, more.newest)
    }

    /// Notes that a room was taken away.
    mutating func drop(_ id: Int64) {
        // The number may be given again once nothing is left of the room.
        if id == newest { self = RoomCount() }
        if id < newest { count -= 1 }
    }
}
