import ChatProtocol

/// What no event of a commit tells, and is to be known before it is shown to anybody: this server
/// may have stood still or been cut off while others changed it.
package struct LogNews: Sendable, Hashable {
    /// A room of which events were removed before this server came to them.
    package struct RoomAnew: Sendable, Hashable {
        /// As it is now; another one may have had the name before.
        package var room: StoredRoom
        /// All who have a role or a mute in it now.
        package var members: [StoredMember]

        /// Makes one of what was read.
        package init(room: StoredRoom, members: [StoredMember]) {
            self.room = room
            self.members = members
        }
    }

    /// What was changed of access; `nil` where nothing was, or ``tables`` has all of it.
    package var access: AccessNews?
    /// All of access, where too much was changed to be told by itself.
    package var tables: AccessTables?
    package var rooms: [RoomAnew] = []

    /// Whether what was decided before this was known is to be decided again.
    var isOfAccess: Bool { access?.changes.isEmpty == false || tables != nil || !rooms.isEmpty }
}

extension LogNews {
    /// Reads what was changed of access; `nil` where nothing was.
    ///
    /// - Parameters:
    ///   - known: the ``AccessTables/number`` of what was handed on.
    ///   - number: of what is there.
    init?(_ session: any SQLSession, since known: Int64, through number: Int64) throws {
        guard number > known else { return nil }
        access = try AccessNews(session, since: known, through: number)
        guard access == nil else { return }
        tables = try AccessTables(session)
        tables?.number = number
    }

    /// Reads the rooms anew of which events were removed.
    ///
    /// - Parameter position: of an event; those behind it count.
    static func rooms(_ session: any SQLSession, cutBehind position: Int64) throws -> [RoomAnew] {
        let rooms = try session.rows(Statements.roomsCutBehind, [.integer(position)]) { row in
            try StoredRoom(row: row)
        }
        return try rooms.map { room in
            let name = [SQLValue.text(room.name.description)]
            let members = try session.rows(Statements.membersOfRoom, name) { row in
                try StoredMember(row: row)
            }
            return RoomAnew(room: room, members: members)
        }
    }
}
