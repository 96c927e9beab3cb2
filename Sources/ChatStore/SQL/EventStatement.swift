import ChatProtocol

/// The statement and the values that answer an ``EventQuery``.
struct EventStatement {
    let text: String
    let values: [SQLValue]

    /// Makes the statement; `nil` when the query names no room.
    ///
    /// - Parameter query: any.
    /// - Throws: `tooManyRooms`.
    init?(_ query: EventQuery) throws(StoreError) {
        let filter = query.filter.values
        let limit = SQLValue.integer(Int64(query.limit))
        switch query.span {
        case .seqs(let room, let after, let before, let newestFirst):
            let ends = [SQLValue.text(room.description), .integer(after), .integer(before)]
            text = Statements.history(isFiltered: !filter.isEmpty, newestFirst: newestFirst)
            values = ends + filter + [limit]
        case .positions(let rooms, let after, let through):
            guard let rooms = try RoomList(rooms) else { return nil }
            let ends = [rooms.first, .integer(after), .integer(through)]
            text = Statements.merged(rooms: rooms.count, isFiltered: !filter.isEmpty)
            values = ends + filter + rooms.others + [limit]
        }
    }
}

/// Rooms as the values of a statement, each once, and filled up so that few statements differ.
struct RoomList {
    let first: SQLValue
    let others: [SQLValue]

    /// How many values there are: a power of two.
    var count: Int { others.count + 1 }

    /// Makes the values; `nil` without a room.
    ///
    /// - Parameter rooms: in any order.
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

extension EventFilter {
    /// The filter's values; none when every event passes.
    fileprivate var values: [SQLValue] {
        guard !isEmpty else { return [] }
        // As many types as there are: one that is not wanted is no type.
        let types = Kind.allCases.map { kind in
            SQLValue.text(self.types?.contains(kind) ?? true ? kind.rawValue : "")
        }
        return types + [SQLValue(user?.folded), SQLValue(match?.text)]
    }
}
