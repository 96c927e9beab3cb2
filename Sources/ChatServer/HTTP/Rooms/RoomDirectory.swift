import ChatProtocol
import ChatStore
import Hummingbird

/// Rooms as a member sees them in a list: with what is unread, which is derived and never stored.
struct RoomDirectory {
    let gate: Gate
    /// Who looks; a reader without a name has read nothing and is mentioned nowhere.
    let caller: Caller
    /// Lists of all rooms are made one at a time: each keeps a core busy for as long as it takes.
    let queue: AsyncSemaphore<FairOrder>

    private var member: MemberName? { caller.member }

    /// Makes the list of all rooms that the caller may see, by name, as JSON.
    ///
    /// Suspends for its turn, for a few reads, however many rooms there are, and for a hop to each
    /// room.
    ///
    /// - Returns: `{"rooms":[…]}`.
    /// - Throws: the store's problem, or that too many wait for such lists, or of this caller.
    func list() async throws(Problem) -> ResponseBody {
        // Before the turn: nobody waits for the log behind somebody else.
        try await gate.reachRooms()
        try await attempt { () async throws(StoreError) in try await queue.enter(as: caller) }
        defer { queue.leave() }
        let readers = gate.readers(caller)
        let markers = try await gate.readMarkers(of: caller)
        let unread = try await gate.unread(in: readers, markers, by: caller)
        var json = Array(#"{"rooms":["#.utf8)
        for (index, reader) in readers.enumerated() {
            // Nobody waits for the rest any more.
            guard !Task.isCancelled else { throw .internalError }
            let row = await row(
                of: reader,
                read: member.map { _ in markers[reader.room] ?? 0 },
                unread: unread[reader.room] ?? UnreadCount()
            )
            if index > 0 { json.append(UInt8(ascii: ",")) }
            JSONWriter.append(to: &json) { row.write(to: &$0) }
        }
        return .json { bytes in
            swap(&bytes, &json)
            bytes += "]}".utf8
        }
    }

    /// Makes the row of a room.
    ///
    /// Suspends for a hop to the room, and for up to two reads.
    func row(of reader: Reader) async throws(Problem) -> Row {
        let marker = try await reader.marker()
        let markers = marker.map { [reader.room: $0] } ?? [:]
        let unread = try await gate.unread(in: [reader], markers, by: caller)
        return await row(of: reader, read: marker, unread: unread[reader.room] ?? UnreadCount())
    }

    private func row(of reader: Reader, read: Int64?, unread: UnreadCount) async -> Row {
        Row(
            name: reader.shownRoom,
            facts: reader.facts,
            role: gate.rule(reader.room, caller.identity).role,
            here: await reader.state?.hereCount ?? 0,
            members: members(of: reader),
            read: read,
            unread: unread
        )
    }

    /// How many the list of a room's members has: of a direct room, who needs no role there, the
    /// two, or oneself.
    private func members(of reader: Reader) -> Int {
        if let pair = reader.room.pair { return pair.0 == pair.1 ? 1 : 2 }
        return reader.state?.roles { $0.memberCount } ?? 0
    }

    /// One room of a list.
    struct Row {
        /// As the caller knows the room.
        let name: RoomName
        let facts: RoomFacts
        let role: Role
        let here: Int
        let members: Int
        /// The number of the newest event that the member has read; `nil` without a name.
        let read: Int64?
        let unread: UnreadCount

        /// Writes the row's JSON object.
        func write(to writer: inout JSONWriter) {
            writer.object { fields in
                fields.field("name", name.description)
                fields.field("topic", facts.topic)
                fields.field("visibility", facts.visibility.rawValue)
                fields.field("role", role.rawValue)
                if facts.slowSeconds > 0 { fields.field("slowSeconds", facts.slowSeconds) }
                if facts.retention != Retention() {
                    fields.object("retention") { fields in
                        fields.field("days", facts.retention.days)
                        fields.field("events", facts.retention.events)
                    }
                }
                fields.field("members", Int64(members))
                fields.field("here", Int64(here))
                fields.field("newest", facts.newest)
                fields.field("read", read)
                fields.field("unread", Int64(unread.messages))
                if unread.hasMore { fields.field("unreadMore", true) }
                fields.field("mentions", Int64(unread.mentions))
            }
        }
    }
}
