import ChatProtocol
import ChatStore

/// Where a reader of the log begins: what `since`, `tail` and `on_gap` of a request say.
struct StreamStart {
    /// Where a reader begins, and what must be said about that.
    struct Place: Hashable, Sendable {
        /// Of the last event that it is not to see.
        var position: Int64
        /// Why the place is not the one that was asked for.
        var gapReason: String?
        /// How far past the log's end the client's cursor was.
        var ahead: Int64 = 0
    }

    let services: Services
    let parameters: QueryParameters

    /// What is asked for: what a browser remembers wins over the address.
    var since: String? { parameters.lastEventID ?? parameters["since"] }

    /// Whether the request says where to begin.
    var isAsked: Bool { since != nil || parameters["tail"] != nil }

    /// Whether another process may have given out the cursor for what is not known here yet.
    ///
    /// Does not suspend.
    var isAhead: Bool { services.gate.mayReach(cursor) }

    private var cursor: Cursor? { since.flatMap { Cursor($0) } }

    /// Waits until what stands before the cursor is known here.
    ///
    /// Suspends for as long.
    func reachCursor() async throws(Problem) {
        guard isAhead, let cursor else { return }
        try await services.gate.reach(cursor.position)
    }

    /// Whether what any server has acknowledged decides where it begins: a cursor names its place,
    /// and what comes behind it follows.
    ///
    /// Does not suspend.
    ///
    /// - Parameter usualTail: `tail` where the request does not say.
    /// - Returns: false where nobody else writes the log.
    /// - Throws: `400 bad_parameter`.
    func needsNewest(usualTail: Int64) throws(Problem) -> Bool {
        guard services.gate.sharesLog else { return false }
        guard cursor != nil else { return true }
        return try tail(usual: usualTail) > 0
    }

    /// How many of the last messages are asked for: none by a browser that comes back, which sends
    /// the address of its first connection again.
    ///
    /// - Parameter usual: where the request does not say.
    /// - Returns: 0 or more.
    /// - Throws: `400 bad_parameter`.
    func tail(usual: Int64) throws(Problem) -> Int64 {
        let asked = try parameters.number("tail", in: 0...Int64(ChatStore.tailLimit))
        guard parameters.lastEventID == nil else { return 0 }
        return asked ?? (since == nil ? usual : 0)
    }

    /// Finds the place.
    ///
    /// Suspends to look into the log.
    ///
    /// - Parameters:
    ///   - readers: of the rooms whose events a time means, and whose last messages `tail` does.
    ///   - usualTail: `tail` where the request does not say.
    /// - Throws: `400`, `410 cursor_gone` as ``refuse(_:head:)`` says, or the store's problem.
    func place(in readers: [Reader], head: Int64, usualTail: Int64) async throws(Problem) -> Place {
        var place = try await position(in: readers, head: head)
        try refuse(place, head: head)
        let tail = try tail(usual: usualTail)
        guard tail > 0 else { return place }
        let last = try await Reader.position(
            beforeLast: tail,
            messagesOf: readers,
            through: head,
            services.gate
        )
        place.position = since == nil ? last : max(place.position, last)
        return place
    }

    /// The place that is known without a look into the log.
    ///
    /// Does not suspend.
    ///
    /// - Returns: `nil` for a time and for what cannot be read.
    func known(head: Int64) -> Place? {
        switch since {
        case nil, "now": Place(position: head)
        case "all": Place(position: 0)
        case let text?: Cursor(text).map { resume($0, head: head) }
        }
    }

    /// Refuses a place that is not the one asked for, where the client wants to know that.
    ///
    /// - Throws: `400 bad_parameter`, or `410 cursor_gone` with `on_gap=fail`.
    func refuse(_ place: Place, head: Int64) throws(Problem) {
        switch parameters["on_gap"] {
        case nil, "tell": return
        case "fail": try refuseGap(place, head: head)
        default: throw .badParameter("on_gap", "tell or fail")
        }
    }

    /// Refuses a place that is not the one asked for.
    ///
    /// - Throws: `410 cursor_gone`.
    func refuseGap(_ place: Place, head: Int64) throws(Problem) {
        guard let reason = place.gapReason else { return }
        let log = services.gate.log
        throw .cursorGone(
            reason == "ahead"
                ? "the cursor is past this log's end" : "the cursor is of another log",
            oldest: Cursor(log: log, position: 0),
            newest: Cursor(log: log, position: head)
        )
    }

    /// What a client that comes back with a cursor is told of events that were removed since.
    ///
    /// - Returns: a `gap` for each room that has lost some.
    func removed(_ place: Place, _ readers: [Reader]) -> [ControlEvent] {
        // Who names no event misses none.
        guard since.flatMap({ Cursor($0) }) != nil else { return [] }
        return readers.compactMap { reader in
            guard var gap = reader.facts.cut.gap(after: place.position) else { return nil }
            gap.room = reader.shownRoom
            return .gap(gap)
        }
    }

    /// Refuses a cursor before what was removed, where the client wants to know that.
    ///
    /// - Parameter isAsked: whether it is refused whatever `on_gap` says: rows cannot tell of it.
    /// - Throws: `410 cursor_gone` with `on_gap=fail`.
    func refuseRemoved(
        _ place: Place,
        _ readers: [Reader],
        always isAsked: Bool = false
    ) throws(Problem) {
        guard isAsked || parameters["on_gap"] == "fail", !removed(place, readers).isEmpty else {
            return
        }
        let oldest = readers.map(\.facts.removedThrough).max() ?? 0
        throw .cursorGone(
            "the events after the cursor were removed: the room keeps no more",
            oldest: Cursor(log: services.gate.log, position: oldest),
            newest: Cursor(log: services.gate.log, position: services.gate.head)
        )
    }

    private func position(in readers: [Reader], head: Int64) async throws(Problem) -> Place {
        if let known = known(head: head) { return known }
        let time: Timestamp
        if let span = since.flatMap({ TimeSpan($0) }) {
            let now = services.gate.now
            time = Timestamp(milliseconds: now.milliseconds - span.milliseconds)
        } else if let moment = since.flatMap({ Timestamp($0) }) {
            time = moment
        } else {
            throw .badCursor
        }
        return Place(
            position: try await Reader.position(
                before: time,
                eventsOf: readers,
                through: head,
                services.gate
            )
        )
    }

    private func resume(_ cursor: Cursor, head: Int64) -> Place {
        guard let present = services.gate.present(cursor) else {
            return Place(position: 0, gapReason: "other_log")
        }
        guard present.position == cursor.position else {
            // What it names was lost, under the name that the log had then.
            return Place(position: present.position, gapReason: "other_log")
        }
        guard cursor.position <= head else {
            return Place(position: head, gapReason: "ahead", ahead: cursor.position - head)
        }
        return Place(position: cursor.position)
    }
}

extension StreamStart.Place {
    /// What a stream is told of the place, before anything else of its rooms.
    ///
    /// - Returns: a `gap` for each room; none where the place is the one asked for.
    func gaps(_ ranges: [ControlEvent.RoomRange]) -> [ControlEvent] {
        guard let reason = gapReason else { return [] }
        return ranges.map { range in
            let isAhead = reason == "ahead"
            return .gap(
                .init(
                    room: range.room,
                    from: isAhead ? range.newest + 1 : range.oldest,
                    to: isAhead
                        ? WireNumber(clamping: range.newest + ahead).value : range.newest,
                    reason: reason
                )
            )
        }
    }
}
