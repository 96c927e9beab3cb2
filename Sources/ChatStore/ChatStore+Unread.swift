package import ChatProtocol

extension ChatStore {
    /// Counts what a member has not read: messages of others that were not deleted.
    ///
    /// Suspends while it waits for its turn and reads; what it looks at is bounded by
    /// ``StoreOptions/unreadEvents`` and ``StoreOptions/unreadSteps`` whatever the rooms hold. Each
    /// room has its share of both, so that none hides what is in another, and what some leave over,
    /// the first that need more have.
    ///
    /// - Parameters:
    ///   - rooms: each once, with the number of its newest event and of the newest that was read.
    /// - Returns: a count for each room in which something is unread.
    package func unread(
        of member: MemberName,
        in rooms: [(name: RoomName, newest: Int64, read: Int64)]
    ) async throws(StoreError) -> [RoomName: UnreadCount] {
        let rooms = rooms.filter { $0.newest > $0.read }
        guard !rooms.isEmpty else { return [:] }
        return try await database.read(.list) { [options] session in
            var counter = UnreadCounter(session: session, member: member, options)
            let share = counter.share(of: rooms.count)
            var counts: [RoomName: UnreadCount] = [:]
            var later: [(name: RoomName, newest: Int64, read: Int64)] = []
            for room in rooms {
                let looked = try counter.count(in: room, share)
                counts[room.name] = looked.count
                if looked.lacksEvents || looked.lacksSteps { later.append(room) }
            }
            for room in later where counter.hasMore(than: share) {
                let looked = try counter.count(in: room, counter.rest)
                counts[room.name]?.merge(looked.count)
            }
            return counts
        }
    }
}
