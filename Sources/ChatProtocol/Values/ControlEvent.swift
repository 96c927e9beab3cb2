/// An event about the stream itself.
///
/// Source: docs/API.md, section 3.
package enum ControlEvent: Hashable, Sendable {
    /// First, at once: what the stream covers, and its heartbeat in seconds; `nil` in text that has
    /// none.
    case open(rooms: [RoomRange], heartbeat: Int?)
    /// Replay has ended; what follows happens now.
    case live
    /// A heartbeat; the cursor proves that nothing before it is missing.
    case ping(at: Timestamp, cursor: Cursor)
    /// Nothing can be promised about these events of a room.
    case gap(Gap)
    /// The reader is this many events behind, and reads on from the log.
    case lag(room: RoomName, behind: Int64)
    /// A room of the stream cannot be read; `nil` when it is about the whole stream.
    case error(room: RoomName?, Problem)
    /// Last: why the stream ended, and how to come back.
    case bye(Bye)

    /// The events of a room that can be asked for.
    package struct RoomRange: Hashable, Sendable {
        package var room: RoomName
        /// The first `seq` that there is; 1 while nothing was removed.
        package var oldest: Int64
        /// The newest `seq`; 0 in an empty room.
        package var newest: Int64

        /// Makes a range.
        ///
        /// - Parameters:
        ///   - oldest: the first `seq` that there is.
        ///   - newest: the newest `seq`, 0 in an empty room.
        package init(room: RoomName, oldest: Int64, newest: Int64) {
            self.room = room
            self.oldest = oldest
            self.newest = newest
        }
    }

    /// A stretch of a room's log about which nothing can be promised.
    package struct Gap: Hashable, Sendable {
        package var room: RoomName
        /// The first `seq` of the stretch.
        package var from: Int64
        /// Its last `seq`.
        package var to: Int64
        /// Why: one word for a program.
        ///
        /// `other_log`: the cursor is from another log. `ahead`: it is past this log's end.
        /// `retention`, and `removed` of earlier servers: the events are gone.
        package var reason: String

        /// Whether the log is the same, and only the room's old end is gone.
        package var isOfOldEnd: Bool { ["retention", "removed"].contains(reason) }

        /// Makes a gap.
        ///
        /// - Parameters:
        ///   - from: the first `seq` of the stretch.
        ///   - to: its last `seq`.
        ///   - reason: `other_log`, `ahead` or `retention`.
        package init(room: RoomName, from: Int64, to: Int64, reason: String) {
            self.room = room
            self.from = from
            self.to = to
            self.reason = reason
        }
    }

    /// The end of a stream.
    package struct Bye: Hashable, Sendable {
        /// `shutdown`, `slow`, `limit`, `timeout`, `input_ended`.
        package var reason: String
        /// Whether coming back makes sense.
        package var reconnect: Bool
        /// Seconds to wait before that; `nil` if at once.
        package var retryAfter: Int?
        /// Where to resume.
        package var cursor: Cursor

        /// Makes a farewell.
        ///
        /// - Parameters:
        ///   - reason: one word for a program.
        ///   - reconnect: whether coming back makes sense.
        ///   - retryAfter: seconds to wait before that.
        package init(reason: String, reconnect: Bool, retryAfter: Int? = nil, cursor: Cursor) {
            self.reason = reason
            self.reconnect = reconnect
            self.retryAfter = retryAfter
            self.cursor = cursor
        }
    }
}
