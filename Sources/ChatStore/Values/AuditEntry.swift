package import ChatProtocol

/// What somebody decided: a moderator, an operator, or a member about oneself.
package struct AuditEntry: Sendable, Hashable {
    /// The action by which a room is taken away: what the audit tells of its name up to there is
    /// not of a later room that has it.
    package static let roomDeleted = "room_deleted"

    /// 1, 2, 3 …; 0 before it is kept.
    package var id: Int64 = 0
    package var at: Timestamp
    package var user: MemberName
    /// What was done, in snake_case.
    package var action: String
    package var room: RoomName?
    /// To whom or what.
    package var subject: String?
    /// Further words, a reason for example.
    package var detail: String?

    /// Makes an entry.
    ///
    /// - Parameters:
    ///   - action: what was done.
    ///   - user: who did it.
    ///   - room: where.
    ///   - subject: to whom or what.
    ///   - detail: further words.
    ///   - at: now.
    package init(
        _ action: String,
        by user: MemberName,
        in room: RoomName? = nil,
        subject: String? = nil,
        detail: String? = nil,
        at: Timestamp
    ) {
        self.action = action
        self.user = user
        self.room = room
        self.subject = subject
        self.detail = detail
        self.at = at
    }

    /// What is told of a ban or a mute.
    ///
    /// - Parameters:
    ///   - end: of the ban; `nil` for one without.
    ///   - words: further words.
    /// - Returns: in one text; `nil` for nothing.
    package static func words(until end: Timestamp?, _ words: String?...) -> String? {
        let words = ([end.map { "until \($0)" }] + words).compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
