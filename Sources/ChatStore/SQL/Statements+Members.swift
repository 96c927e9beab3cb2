/// What members of rooms and their read marks ask and write.
extension Statements {
    static let allMembers = """
        SELECT name, role, until, muted_until, reason, room FROM members ORDER BY room
        """

    static let membersOfRoom = """
        SELECT name, role, until, muted_until, reason FROM members WHERE room = $1
        """

    static let isOwner = """
        SELECT 1 FROM members WHERE room = $1 AND member = $2 AND role = 'owner'
        """

    static let ownerCount = "SELECT count(*) FROM members WHERE room = $1 AND role = 'owner'"

    static let setRole = """
        INSERT INTO members (room, member, name, role, until, muted_until, reason)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (room, member) DO UPDATE SET name = excluded.name, role = excluded.role,
        until = excluded.until, muted_until = excluded.muted_until, reason = excluded.reason
        """

    static let dropRole = "DELETE FROM members WHERE room = $1 AND member = $2"

    static let markRead = """
        INSERT INTO reads (member, room, seq, is_shown) VALUES ($1, $2, $3, $4)
        ON CONFLICT (member, room) DO UPDATE SET seq = excluded.seq, is_shown = excluded.is_shown
        WHERE excluded.seq >= reads.seq
        """

    static let dropReadsOf = "DELETE FROM reads WHERE member = $1"

    static let readSeq = "SELECT seq, is_shown FROM reads WHERE member = $1 AND room = $2"

    /// How many members ``shownMarks`` asks for; empty names fill what is left.
    static let shownMarksCount = 10
    /// Its values: the room, and the members.
    static let shownMarks = """
        SELECT member, seq FROM reads WHERE room = $1 AND is_shown = 1
        AND member IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """

    static let readMarkers = "SELECT room, seq FROM reads WHERE member = $1"

    /// Changes pages of the database, and nothing in it once it is taken back.
    static let tryWriting = "INSERT INTO reads (member, room, seq) VALUES ('', '', 0)"
    static let takeTryBack = "DELETE FROM reads WHERE member = '' AND room = ''"
}
