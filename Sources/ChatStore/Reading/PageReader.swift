import ChatProtocol

/// Reads one page of an ``EventQuery``, and looks at no more events and bytes than a page may.
struct PageReader {
    private let query: EventQuery
    private var reader: EventReader
    private var page = EventPage(events: [], isWhole: true)
    /// The texts that were searched.
    private var searchedBytes = 0
    private var scanned = 0

    /// Makes one for a page.
    ///
    /// - Parameter log: the name that goes into cursors.
    init(_ query: EventQuery, log: LogName) {
        self.query = query
        reader = EventReader(log: log, view: query.view)
    }

    /// Reads the page.
    ///
    /// - Throws: `tooManyRooms`, `roomNotFound`, `eventsRemoved`, or what the database said.
    consuming func page(in session: any SQLSession) throws -> EventPage {
        guard let statement = try EventStatement(query, in: session) else { return page }
        try session.run(statement.text, statement.values) { row in
            // The statement gives one row more than is looked at, if there is one.
            page.isWhole = hasRoom
            guard page.isWhole else { return false }
            try take(row)
            return true
        }
        // Behind the events: what was gone when they were read is not left out.
        if query.tellsCuts { page.cuts = try session.cuts(in: query.span) }
        return page
    }

    private var hasRoom: Bool {
        page.events.count < query.limit && page.bytes <= query.byteLimit ?? .max
            && scanned < query.scanLimit && searchedBytes <= EventQuery.scanBytes
    }

    private mutating func take(_ row: any SQLRow) throws {
        scanned += 1
        page.end = EventPage.Place(
            position: try row.integer(EventRow.Column.position.rawValue),
            seq: try row.integer(EventRow.Column.seq.rawValue)
        )
        guard try mayPass(row) else { return }
        let event = try reader.event(from: row)
        if query.filter.match != nil { searchedBytes += event.content.textBytes }
        guard query.filter.isEmpty || query.filter.includes(event) else { return }
        page.bytes += EventQuery.eventBytes + event.content.textBytes
        page.events.append(event)
    }

    /// Whether the type and the author are wanted: most rows are left out by these alone.
    private func mayPass(_ row: any SQLRow) throws -> Bool {
        if let types = query.filter.types {
            let type = try row.text(EventRow.Column.type.rawValue)
            guard types.contains(where: { $0.rawValue == type }) else { return false }
        }
        guard let user = query.filter.user else { return true }
        return try row.text(EventRow.Column.user.rawValue).lowercased() == user.folded
    }
}

extension EventQuery {
    /// Asks for what follows a page.
    package mutating func goOn(after end: EventPage.Place) {
        switch span {
        case .positions(let rooms, _, let through):
            span = .positions(rooms: rooms, after: end.position, through: through)
        case .seqs(let room, let after, let before, let newestFirst):
            span = .seqs(
                room: room,
                after: newestFirst ? after : end.seq,
                before: newestFirst ? end.seq : before,
                newestFirst: newestFirst
            )
        }
    }
}
