import ChatProtocol

/// The statement and the values that answer an ``EventQuery``.
struct EventStatement {
    let text: String
    let values: [SQLValue]

    /// Makes the statement; `nil` when no event can be what the query wants.
    ///
    /// It gives the part's events whether they are wanted or not, one row more than the query looks
    /// at: that one tells that there is more.
    ///
    /// - Parameter session: finds the positions of numbers.
    /// - Throws: `tooManyRooms`, `roomNotFound`, `eventsRemoved`, or what the database said.
    init?(_ query: EventQuery, in session: any SQLSession) throws {
        let limit = SQLValue.integer(Int64(query.scanLimit) + 1)
        switch query.span {
        case .seqs(let room, let after, let before, let newestFirst):
            let made = query.roomMadeAt
            guard before > 1, after < before - 1,
                let number = try session.number(of: room, madeAt: made, from: query.goesOnFrom),
                let part = try session.positions(of: number, after: after, before: before)
            else { return nil }
            let ends = [
                SQLValue.text(room.description), .integer(part.lowerBound),
                .integer(part.upperBound),
            ]
            text = Statements.history(query.view, newestFirst: newestFirst)
            values = ends + [limit]
        case .positions(let names, let after, let through):
            guard let rooms = try RoomParameters(names) else { return nil }
            let (made, place) = (query.roomMadeAt, query.goesOnFrom)
            if made != nil || place != nil, let name = names.first {
                _ = try session.number(of: name, madeAt: made, from: place)
            }
            // One room needs no merging, whose list of positions costs as much as the rows.
            guard rooms.count > 1 else {
                let end = through < .max ? through + 1 : through
                let ends = [rooms.first, .integer(after), .integer(end)]
                text = Statements.history(query.view, newestFirst: false)
                values = ends + [limit]
                return
            }
            let ends = [rooms.first, .integer(after), .integer(through)]
            let bounding = session.boundsParts
            text = Statements.merged(query.view, rooms: rooms.count, bounding: bounding)
            values = ends + rooms.others + [limit]
        }
    }
}

extension SQLSession {
    /// The number of a room.
    ///
    /// - Parameters:
    ///   - time: when the room was made that is meant; `nil` for any of the name.
    ///   - position: behind which nothing may have been removed; `nil` where that is no matter.
    /// - Returns: `nil` when there is no such room, and any would be right.
    /// - Throws: `roomNotFound` when the room that is meant has the name no more, `eventsRemoved`,
    ///   or what the database said.
    func number(
        of room: RoomName,
        madeAt time: Timestamp? = nil,
        from position: Int64? = nil
    ) throws -> Int64? {
        let known = try row(Statements.roomID, [.text(room.description)]) { row in
            (id: try row.integer(0), madeAt: try row.integer(1), removedThrough: try row.integer(2))
        }
        guard time == nil || time?.milliseconds == known?.madeAt else {
            throw StoreError.roomNotFound(room)
        }
        if let known, let position, known.removedThrough > position {
            throw StoreError.eventsRemoved(room)
        }
        return known?.id
    }

    /// The rooms of a part of the log that have lost events which it would have.
    ///
    /// - Parameter span: by positions; by numbers none is looked for.
    /// - Throws: `damaged`, or what the database said.
    func cuts(in span: EventQuery.Span) throws -> [RoomCut] {
        guard case .positions(let rooms, let after, _) = span else { return [] }
        let names = Statements.someRooms(rooms.map { .text($0.description) }, filling: .text(""))
        return try names.flatMap { names in
            try rows(Statements.cutRooms, names + [.integer(after)]) { row in
                RoomCut(
                    room: try RoomName(stored: row.text(0)),
                    oldest: try row.integer(1),
                    through: try row.integer(2)
                )
            }
        }
    }

    /// The positions between which the events of a room with some numbers stand.
    ///
    /// - Parameters:
    ///   - after: the number before the first.
    ///   - before: the number after the last.
    /// - Returns: two positions, neither of them included; `nil` when there can be no such event.
    fileprivate func positions(
        of room: Int64,
        after: Int64,
        before: Int64
    ) throws -> ClosedRange<Int64>? {
        let search = SeqSearch(session: self, room: room)
        var first: Int64 = 0
        if after > 0 {
            guard let position = try search.position(atOrAfter: after + 1) else { return nil }
            first = position - 1
        }
        let end = before == .max ? nil : try search.position(atOrAfter: before)
        return first...max(first, end ?? .max)
    }
}

/// Rooms as the values of a statement, each once, and filled up so that few statements differ.
struct RoomParameters {
    let first: SQLValue
    let others: [SQLValue]

    /// How many values there are: a power of two.
    var count: Int { others.count + 1 }

    /// Makes the values; `nil` without a room.
    ///
    /// - Throws: `tooManyRooms` when they are more than ``Limits/streamRooms``.
    init?(_ rooms: [RoomName]) throws(StoreError) {
        let names = Set(rooms).sorted().map { SQLValue.text($0.description) }
        guard names.count <= Limits.streamRooms else {
            throw .tooManyRooms(limit: Limits.streamRooms)
        }
        guard let first = names.first else { return nil }
        self.first = first
        var full = 1
        while full < names.count { full *= 2 }
        // No room has an empty name.
        let filling = Array(repeating: SQLValue.text(""), count: full - names.count)
        others = names.dropFirst() + filling
    }
}
