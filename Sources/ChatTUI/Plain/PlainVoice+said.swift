import ChatProtocol

extension PlainVoice {
    /// What was said of a room.
    struct Said: Sendable {
        /// The newest event; 0 before there was one.
        private var seq: Int64 = 0
        /// Where it stands in its log; `nil` if that was not told.
        private var place: Cursor?
        var unread: Int64 = 0
        var unreadAt: Timestamp?
        /// Whether anything was said of its messages.
        var hasBegun = false

        /// What is held and was not said.
        ///
        /// - Parameter room: whose this is.
        /// - Returns: events in order.
        /// - Complexity: O(events that it gives).
        func news(in room: Room) -> ArraySlice<DurableEvent> {
            let events = room.timeline.events
            if seq == 0, place == nil { return events[...] }
            let last = events.lastIndex { covers($0) }
            return events[(last.map { $0 + 1 } ?? events.startIndex)...]
        }

        /// Notes that all is said up to an event.
        ///
        /// - Parameter event: the newest.
        mutating func note(_ event: DurableEvent) {
            seq = event.seq
            place = event.cursor
        }

        /// Forgets what was said where other events stand in its place: in a room that was set
        /// back, made anew or come to again, or in another log.
        ///
        /// - Parameter room: whose this is, after an update.
        mutating func beginAnewIfDue(in room: Room) {
            if let newest = room.timeline.events.last {
                guard newest.seq < seq || isOfAnotherLog(newest) else { return }
            }
            seq = 0
            place = nil
            hasBegun = false
        }

        /// Whether an event was said, or is older than one that was.
        ///
        /// The numbers of a room that was made anew begin at 1 again; positions go on.
        private func covers(_ event: DurableEvent) -> Bool {
            guard let place, let cursor = event.cursor, cursor.log == place.log else {
                return event.seq <= seq
            }
            return cursor.position <= place.position
        }

        private func isOfAnotherLog(_ event: DurableEvent) -> Bool {
            guard let place, let cursor = event.cursor else { return false }
            return cursor.log != place.log
        }
    }
}
