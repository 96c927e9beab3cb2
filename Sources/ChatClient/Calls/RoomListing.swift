package import ChatProtocol

/// A room as `GET /rooms` lists it.
package struct RoomListing: Decodable, Hashable, Sendable {
    package var name: RoomName
    package var topic: String
    package var visibility: Visibility
    package var members: Int
    /// How many members are here.
    package var here: Int
    /// The newest `seq`, 0 in an empty room.
    package var newest: Int64
    /// The newest `seq` that the caller has read; `nil` where the server does not tell.
    package var read: Int64?
    /// How many messages of others the caller has not read, as far as the server counted.
    package var unread: Int64
    /// Whether more are unread than the server counts.
    package var unreadMore: Bool
    /// How many of those name the caller.
    package var mentions: Int64
    /// What the caller may do in it; `nil` where the server does not tell.
    package var role: Role?

    private enum Key: String, CodingKey {
        case name, topic, visibility, role, members, here, newest, read, unread, unreadMore
        case mentions
    }

    /// Reads a room's object; numbers that a server leaves out are 0.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        name = try RoomName(fields.decode(String.self, forKey: .name))
        topic = try fields.decodeIfPresent(String.self, forKey: .topic) ?? ""
        let seen = try fields.decodeIfPresent(String.self, forKey: .visibility)
        visibility = seen.flatMap { Visibility(rawValue: $0) } ?? .public
        role = try fields.decodeIfPresent(String.self, forKey: .role).flatMap { Role(rawValue: $0) }
        members = Int(try fields.number(.members))
        here = Int(try fields.number(.here))
        newest = try fields.number(.newest)
        read = try fields.decodeIfPresent(WireNumber.self, forKey: .read)?.value
        // More than there are cannot be unread, whatever the server says.
        unread = min(try fields.number(.unread), newest)
        unreadMore = try fields.decodeIfPresent(Bool.self, forKey: .unreadMore) ?? false
        mentions = min(try fields.number(.mentions), unread)
    }
}

/// A member as `GET /rooms/{room}/members` lists it.
package struct MemberListing: Decodable, Hashable, Sendable {
    package var name: MemberName
    package var role: Role
    /// Whether a stream of the member is open.
    package var isHere: Bool
    /// The newest `seq` that the member has read; `nil` unless both the member and the caller show
    /// it in this room.
    package var read: Int64?

    private enum Key: String, CodingKey {
        case name, role, here, read
    }

    /// Reads a member's object; a role that is not known here is plain membership.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        name = try MemberName(fields.decode(String.self, forKey: .name))
        let told = try fields.decodeIfPresent(String.self, forKey: .role)
        role = told.flatMap { Role(rawValue: $0) } ?? .member
        isHere = try fields.decodeIfPresent(Bool.self, forKey: .here) ?? false
        read = try fields.decodeIfPresent(WireNumber.self, forKey: .read)?.value
    }
}

extension KeyedDecodingContainer {
    /// A number that a server may leave out: 0 then.
    fileprivate func number(_ key: Key) throws -> Int64 {
        try decodeIfPresent(WireNumber.self, forKey: key)?.value ?? 0
    }
}
