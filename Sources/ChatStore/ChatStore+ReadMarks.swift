package import ChatProtocol

extension ChatStore {
    /// The most members that ``shownMarks(in:of:)`` can be asked for.
    package static let shownMarksCount = Statements.shownMarksCount

    /// How far a member has read, room by room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the newest event read of each room that has one, at most
    ///   ``StoreOptions/roomLimit`` rooms.
    package func readMarkers(of member: MemberName) async throws(StoreError) -> [RoomName: Int64] {
        try await database.read(.list) { session in
            let markers = try session.rows(Statements.readMarkers, [.text(member.folded)]) { row in
                (try RoomName(stored: row.text(0)), try row.integer(1))
            }
            return Dictionary(markers) { max($0, $1) }
        }
    }

    /// How far a member has read in a room.
    ///
    /// Suspends while it reads.
    ///
    /// - Returns: the newest event read; 0 when none is.
    package func readMarker(
        of member: MemberName,
        in room: RoomName
    ) async throws(StoreError) -> Int64 {
        try await database.read { session in
            let values = [SQLValue.text(member.folded), .text(room.description)]
            return try session.row(Statements.readSeq, values) { try $0.integer(0) } ?? 0
        }
    }

    /// How far members of a room have read, of those who show it.
    ///
    /// Suspends while it reads.
    ///
    /// - Parameter members: who; those beyond the first ``shownMarksCount`` are left out.
    /// - Returns: the newest event that each has read.
    package func shownMarks(
        in room: RoomName,
        of members: [MemberName]
    ) async throws(StoreError) -> [MemberName: Int64] {
        let asked = Array(members.prefix(Self.shownMarksCount))
        let names = asked.map(\.folded)
        let blanks = repeatElement("", count: Self.shownMarksCount - names.count)
        let values = ([room.description] + names + blanks).map { SQLValue.text($0) }
        let marks = try await database.read { session in
            try session.rows(Statements.shownMarks, values) { row in
                (try row.text(0), try row.integer(1))
            }
        }
        let seqs = Dictionary(marks) { max($0, $1) }
        return asked.reduce(into: [:]) { $0[$1] = seqs[$1.folded] }
    }
}
