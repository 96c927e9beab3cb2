package import ChatProtocol
import NIOHTTP1

/// Deciding about rooms and who is in them.
extension ServerCalls {
    /// Changes what a member is in a room.
    ///
    /// - Throws: why it did not change.
    package func set(
        _ member: MemberName,
        in room: RoomName,
        _ order: MemberOrder
    ) async throws(CallFailure) {
        let path = Request.path(of: room, "/members/\(member.description.percentEncoded)")
        try await send(.PUT, to: path) { fields in
            fields.field("role", order.role?.rawValue)
            fields.field("until", order.until)
            fields.field("mutedUntil", order.mutedUntil)
            fields.field("reason", order.reason)
        }
    }

    /// Lets the caller into a room by a code.
    ///
    /// - Parameters:
    ///   - room: that the code is for; none is made.
    ///   - member: who asks, by whose account.
    /// - Throws: why they are not let in; who is in the room already is, and keeps the role.
    package func join(
        _ room: RoomName,
        with code: String,
        as member: MemberName
    ) async throws(CallFailure) {
        let path = Request.path(of: room, "/members/\(member.description.percentEncoded)")
        try await send(.PUT, to: path) { $0.field("invite", code) }
    }

    /// Changes a room.
    ///
    /// - Parameter room: the room; it is made if it is not there.
    /// - Throws: why it did not change.
    package func change(_ room: RoomName, _ change: RoomChange) async throws(CallFailure) {
        try await send(.PUT, to: Request.path(of: room)) { fields in
            fields.field("topic", change.topic)
            fields.field("visibility", change.visibility?.rawValue)
            fields.field("slowSeconds", change.slowSeconds)
            if let kept = change.retention {
                fields.object("retention") { fields in
                    fields.field("days", kept.days)
                    fields.field("events", kept.events)
                }
            }
        }
    }

    /// Takes a room away for everyone, with all that was said there.
    ///
    /// - Returns: false where it was not there, as one is not whose first answer was lost, or is
    ///   not for the caller to see.
    /// - Throws: why it is still there.
    package func delete(_ room: RoomName) async throws(CallFailure) -> Bool {
        try await remove(Request.path(of: room), orIs: "room_not_found")
    }

    /// Makes a code that lets people into a room, and registers who has no account.
    ///
    /// - Parameters:
    ///   - room: the room; `nil` is the server alone.
    ///   - uses: how many it lets in; `nil` is one.
    ///   - time: how long it is good, as people write it: `2h`; `nil` is seven days.
    /// - Returns: the code, with what it is good for.
    /// - Throws: why there is none.
    package func invite(
        to room: RoomName?,
        uses: Int64? = nil,
        expiresIn time: String? = nil
    ) async throws(CallFailure) -> InviteCode {
        try await make(InviteCode.self, at: "/invites") { fields in
            fields.field("room", room?.description)
            fields.field("uses", uses)
            fields.field("expiresIn", time)
        }
    }
}
