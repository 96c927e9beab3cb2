package import ChatProtocol

/// What somebody decided: a moderator, an operator, or a member about oneself.
package struct AuditEntry: Sendable, Hashable {
    /// 1, 2, 3 …; 0 before it is kept.
    package var id: Int64 = 0
    package var at: Timestamp
    package var user: MemberName
    /// What was done, in snake_case: an ``AuditAction``, or what another version writes.
    package var action: String
    /// Where; never a direct room: who talks to whom is told to nobody.
    package var room: RoomName?
    /// To whom or what.
    package var subject: String?
    /// Further words, a reason for example.
    package var detail: String?

    /// Makes an entry.
    ///
    /// - Parameter room: where; a direct room is left out.
    package init(
        _ action: AuditAction,
        by user: MemberName,
        in room: RoomName? = nil,
        subject: String? = nil,
        detail: String? = nil,
        at: Timestamp
    ) {
        self.init(
            named: action.rawValue,
            by: user,
            in: room,
            subject: subject,
            detail: detail,
            at: at
        )
    }

    /// Makes an entry as a log has it.
    ///
    /// - Parameters:
    ///   - action: what was done; a log may have been written by another version.
    ///   - room: where; a direct room is left out.
    ///   - at: when.
    init(
        named action: String,
        by user: MemberName,
        in room: RoomName? = nil,
        subject: String? = nil,
        detail: String? = nil,
        at: Timestamp
    ) {
        self.action = action
        self.user = user
        self.room = room.flatMap { $0.isDirect ? nil : $0 }
        self.subject = subject
        self.detail = detail
        self.at = at
    }

    /// What is told of a ban or a mute.
    ///
    /// - Parameter end: of the ban; `nil` for one without.
    /// - Returns: in one text; `nil` for nothing.
    package static func words(until end: Timestamp?, _ words: String?...) -> String? {
        let words = ([end.map { "until \($0)" }] + words).compactMap { $0 }
        return words.isEmpty ? nil : words.joined(separator: "; ")
    }
}
