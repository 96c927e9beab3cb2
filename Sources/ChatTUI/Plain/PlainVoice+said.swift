import ChatProtocol

extension PlainVoice {
    /// What was said of a room.
    struct Said: Sendable {
        /// Events that are remembered as said; of what is older, the newest may be said again.
        private static let memory = 200

        /// Up to where all was said.
        private var said = End()
        /// Up to where calls were looked for while another room was in front.
        private var heeded = End()
        /// The last that were said, without their cursors: they outlast that the room begins anew.
        private var recent: [DurableEvent] = []
        var unread: Int64 = 0
        var unreadAt: Timestamp?
        /// Whether anything was said of its messages since one came to it.
        var hasBegun = false

        /// The newest event of those that were said; 0 before there was one.
        var seq: Int64 { said.seq }

        /// Whether nothing of it was looked at yet.
        var isNew: Bool { said.isNew && heeded.isNew }

        /// What is held and was not said.
        ///
        /// - Complexity: O(events that it gives).
        func news(in room: Room) -> ArraySlice<DurableEvent> {
            let events = room.timeline.events
            return events[said.next(in: events)...]
        }

        /// What is held and was neither said nor looked at for calls.
        ///
        /// - Complexity: O(events behind either).
        func unheeded(in room: Room) -> ArraySlice<DurableEvent> {
            let events = room.timeline.events
            return events[max(said.next(in: events), heeded.next(in: events))...]
        }

        /// Notes that all is said up to an event.
        mutating func note(_ event: DurableEvent) { said = End(event) }

        /// Notes that calls were looked for up to an event.
        mutating func heed(_ event: DurableEvent) { heeded = End(event) }

        /// Keeps what was said in mind.
        mutating func remember(_ events: some BidirectionalCollection<DurableEvent>) {
            recent += events.suffix(Self.memory).map(Self.bare)
            recent.removeFirst(max(0, recent.count - Self.memory))
        }

        /// Whether an event is among the last that were said, whatever its place in a log.
        ///
        /// - Returns: `true` if it is.
        func wasSaid(_ event: DurableEvent) -> Bool { recent.contains(Self.bare(event)) }

        /// Forgets up to where it was said where other events stand in that place: in a room that
        /// was set back, made anew or come to again, or in another log.
        ///
        /// - Parameter room: whose this is, after an update.
        mutating func beginAnewIfDue(in room: Room) {
            if let newest = room.timeline.events.last {
                guard said.isOfOther(than: newest) || heeded.isOfOther(than: newest) else { return }
            }
            said = End()
            heeded = End()
            hasBegun = false
        }

        private static func bare(_ event: DurableEvent) -> DurableEvent {
            var event = event
            event.cursor = nil
            return event
        }
    }
}

extension PlainVoice.Said {
    /// How far something was done with a room's events.
    private struct End: Sendable {
        /// The newest event; 0 before there was one.
        private(set) var seq: Int64 = 0
        /// Where it stands in its log; `nil` if that was not told.
        private var place: Cursor?

        /// Before the first event.
        init() {}

        /// Behind an event.
        init(_ event: DurableEvent) {
            seq = event.seq
            place = event.cursor
        }

        /// Whether nothing was done yet.
        var isNew: Bool { seq == 0 && place == nil }

        /// The index of the first event with which it is still to be done.
        func next(in events: [DurableEvent]) -> Int {
            if isNew { return events.startIndex }
            return events.lastIndex { covers($0) }.map { $0 + 1 } ?? events.startIndex
        }

        /// Whether it was done with an event, or with one behind it.
        ///
        /// The numbers of a room that was made anew begin at 1 again; positions go on.
        private func covers(_ event: DurableEvent) -> Bool {
            guard let place, let cursor = event.cursor, cursor.log == place.log else {
                return event.seq <= seq
            }
            return cursor.position <= place.position
        }

        /// Whether the newest event of the room shows that this one is gone.
        func isOfOther(than newest: DurableEvent) -> Bool {
            guard newest.seq >= seq else { return true }
            guard let place, let cursor = newest.cursor else { return false }
            return cursor.log != place.log
        }
    }
}
