package import ChatProtocol

/// Where a stream resumes, and which events it has had already.
///
/// The server promises each durable event once and in order; the position is checked all the same,
/// since a doubled message is the one fault that nobody here could take back. Pure: no clock, no
/// connection.
package struct StreamResume: Hashable, Sendable {
    /// Where the next stream begins.
    package enum Start: Hashable, Sendable {
        /// At the present moment, after so many of the newest messages.
        case now(tail: Int)
        /// Where a person said: a cursor, `all`, a span, a time; the server reads it.
        case told(String)
        /// After this cursor.
        case after(Cursor)
        /// At the log's beginning.
        case beginning
    }

    /// How many of the newest messages come before what is new, on the first stream.
    private let tail: Int
    /// Where the first stream begins instead.
    private let since: String?
    private var cursor: Cursor?
    /// The newest position of the cursor's log that was passed on; `nil` when a gap said that
    /// positions begin anew.
    private var floor: Int64?
    private var foundAllRoomsEmpty = false

    /// Makes one that has seen nothing.
    ///
    /// - Parameters:
    ///   - tail: how many of the newest messages the first stream begins with, 1 or more: the
    ///     cursor of the first of them is what a stream resumes with that is cut off before
    ///     anything new was said.
    ///   - since: where the first stream begins instead, as a person writes it.
    package init(tail: Int, since: String? = nil) {
        self.tail = max(1, tail)
        self.since = since
    }

    /// Where the next stream begins.
    package var start: Start {
        if let cursor { return .after(cursor) }
        // No cursor came since there was nothing to have one: whatever is there now is new.
        if foundAllRoomsEmpty { return .beginning }
        return since.map(Start.told) ?? .now(tail: tail)
    }

    /// Takes note of an event.
    ///
    /// - Parameter event: the next event of the stream.
    /// - Returns: whether it is to be passed on; false if it was before.
    package mutating func accepts(_ event: Event) -> Bool {
        switch event {
        case .durable(let durable): durable.cursor.map { advances(to: $0) } ?? true
        case .control(let control): noted(control)
        case .ephemeral: true
        }
    }

    /// The stream now follows other rooms, of which some may be full: what is there is not all new.
    package mutating func roomsChanged() {
        foundAllRoomsEmpty = false
    }

    /// The server does not know the cursor, so that it is of no more use.
    package mutating func forgetCursor() {
        cursor = nil
        floor = nil
        foundAllRoomsEmpty = false
    }

    private mutating func noted(_ control: ControlEvent) -> Bool {
        switch control {
        case .open(let rooms, _):
            foundAllRoomsEmpty = cursor == nil && rooms.allSatisfy { $0.newest == 0 }
        case .ping(_, let latest): moved(to: latest)
        case .bye(let bye): moved(to: bye.cursor)
        case .gap(let gap) where !gap.isOfOldEnd:
            // The log was replaced or set back: its positions say nothing about those before.
            floor = nil
        case .gap, .live, .lag, .error: break
        }
        return true
    }

    private mutating func advances(to next: Cursor) -> Bool {
        if let floor, let cursor, cursor.log == next.log, next.position <= floor { return false }
        cursor = next
        floor = next.position
        return true
    }

    /// A cursor that belongs to no event only ever moves forward in its own log.
    private mutating func moved(to next: Cursor) {
        _ = advances(to: next)
    }
}
