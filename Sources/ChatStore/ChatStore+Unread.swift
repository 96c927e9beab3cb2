package import ChatProtocol

/// What a member has not read of a room.
package struct UnreadCount: Sendable, Hashable {
    /// The messages of others after the read marker, as far as they were counted.
    package var messages = 0
    /// Those of them that mention the member.
    package var mentions = 0
    /// True when there may be more than were counted.
    package var hasMore = false

    /// Makes the count of a room that was read.
    package init() {}
}

extension ChatStore {
    /// The most messages that are counted as unread in a room.
    package static let unreadLimit = 1000

    /// Counts what a member has not read: messages of others that were not deleted.
    ///
    /// Suspends while it waits for its turn and reads; what it looks at is bounded by
    /// ``StoreOptions/unreadEvents`` whatever the rooms hold. Each room has its share of that, and
    /// what some leave over, the first that need more have.
    ///
    /// - Parameters:
    ///   - member: who looks.
    ///   - rooms: each once, with the number of its newest event and of the newest that was read.
    /// - Returns: a count for each room in which something is unread.
    /// - Throws: what the database said.
    package func unread(
        of member: MemberName,
        in rooms: [(name: RoomName, newest: Int64, read: Int64)]
    ) async throws(StoreError) -> [RoomName: UnreadCount] {
        let rooms = rooms.filter { $0.newest > $0.read }
        guard !rooms.isEmpty else { return [:] }
        return try await database.read(.list) { [options] session in
            var counter = UnreadCounter(
                session: session,
                member: member,
                events: options.unreadEvents,
                bytes: options.unreadBytes
            )
            let share = max(1, options.unreadEvents / rooms.count)
            var counts: [RoomName: UnreadCount] = [:]
            for room in rooms {
                counts[room.name] = try counter.count(in: room.name, after: room.read, share)
            }
            for room in rooms where counter.hasMore && counts[room.name]?.hasMore == true {
                let count = try counter.count(in: room.name, after: room.read, .max)
                if count.messages > counts[room.name]?.messages ?? 0 { counts[room.name] = count }
            }
            return counts
        }
    }
}

/// Counts room by room, until what it may look at is used up.
private struct UnreadCounter {
    private let session: any SQLSession
    private let name: SQLValue
    private let folded: String
    private let mention: Mention
    private var eventsLeft: Int
    private var bytesLeft: Int

    init(session: any SQLSession, member: MemberName, events: Int, bytes: Int) {
        self.session = session
        folded = member.folded
        name = .text(member.folded)
        mention = Mention(of: member)
        eventsLeft = events
        bytesLeft = bytes
    }

    /// Whether anything may still be looked at.
    var hasMore: Bool { eventsLeft > 0 }

    /// Rows of one answer: most members have read nearly all.
    private static let page: Int64 = 256

    /// Counts back from the newest event to the read marker.
    mutating func count(
        in room: RoomName,
        after read: Int64,
        _ most: Int
    ) throws -> UnreadCount {
        var count = UnreadCount()
        var looked = 0
        var before = Int64.max
        while true {
            var rows: Int64 = 0
            let values = [.text(room.description), SQLValue.integer(before), .integer(Self.page)]
            try session.run(Statements.speechBack, values) { row in
                guard try row.integer(0) > read else { return false }
                guard looked < most, eventsLeft > 0, count.messages < ChatStore.unreadLimit else {
                    count.hasMore = true
                    return false
                }
                looked += 1
                eventsLeft -= 1
                try add(row, to: &count)
                before = try row.integer(5)
                rows += 1
                return true
            }
            // Less than a page: the marker, the bound or the beginning was come to.
            guard rows == Self.page else { return count }
        }
    }

    /// Counts a message that another one said and that was not deleted.
    private mutating func add(_ row: any SQLRow, to count: inout UnreadCount) throws {
        guard try row.text(1) == EventFilter.Kind.message.rawValue,
            try row.optionalInteger(3) ?? 0 == 0,
            try row.text(2).lowercased() != folded
        else { return }
        count.messages += 1
        guard bytesLeft > 0 else { return }
        let text = try row.text(4)
        bytesLeft -= text.utf8.count
        if mention.isIn(text) { count.mentions += 1 }
    }
}
