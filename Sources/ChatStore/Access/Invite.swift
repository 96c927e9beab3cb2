package import ChatProtocol

/// A code that lets people in: to register, or into a room.
package struct Invite: Sendable, Hashable {
    /// Tells it from others, and nobody what the code is: the code's first group, and its digest.
    package var key: String
    /// The code itself, as long as the process runs that made it; it is not kept.
    package var code: String?
    /// The room that it opens; `nil` registers alone.
    package var room: RoomName?
    package var madeBy: MemberName
    /// How often it is still good; 1 or more.
    package var uses: Int64
    package var createdAt: Timestamp
    package var expiresAt: Timestamp

    /// Makes an invite.
    ///
    /// - Parameters:
    ///   - key: made of the code by the caller.
    ///   - code: drawn by the caller; `nil` for one that was kept.
    ///   - uses: how often it is good.
    ///   - expiresAt: when it ends.
    package init(
        key: String,
        code: String?,
        room: RoomName?,
        madeBy: MemberName,
        uses: Int64,
        createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.key = key
        self.code = code
        self.room = room
        self.madeBy = madeBy
        self.uses = uses
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// Whom the operator keeps out of the server: a name, or a range of addresses.
package struct ServerBan: Sendable, Hashable {
    package var id: String
    package var name: MemberName?
    /// An address or a network, as `192.0.2.0/24` or `2001:db8::/32`.
    package var address: String?
    /// When it ends by itself; `nil` is never.
    package var until: Timestamp?
    package var reason: String?
    package var madeBy: MemberName
    package var createdAt: Timestamp

    /// Makes a ban.
    ///
    /// - Parameters:
    ///   - id: by which it is lifted.
    ///   - until: when it ends.
    package init(
        id: String,
        name: MemberName?,
        address: String?,
        until: Timestamp?,
        reason: String?,
        madeBy: MemberName,
        createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.address = address
        self.until = until
        self.reason = reason
        self.madeBy = madeBy
        self.createdAt = createdAt
    }
}
