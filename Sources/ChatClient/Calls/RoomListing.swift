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
    /// The newest `seq` that the caller has read; `nil` if the server does not tell it.
    package var read: Int64?
    /// How many messages the caller has not read.
    package var unread: Int64
    /// How many of those name the caller.
    package var mentions: Int64

    private enum Key: String, CodingKey {
        case name, topic, visibility, members, here, newest, read, unread, mentions
    }

    /// Reads a room's object; numbers that a server leaves out are 0.
    ///
    /// - Parameter decoder: stands at the object.
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        name = try RoomName(fields.decode(String.self, forKey: .name))
        topic = try fields.decodeIfPresent(String.self, forKey: .topic) ?? ""
        let seen = try fields.decodeIfPresent(String.self, forKey: .visibility)
        visibility = seen.flatMap { Visibility(rawValue: $0) } ?? .public
        members = try fields.decodeIfPresent(Int.self, forKey: .members) ?? 0
        here = try fields.decodeIfPresent(Int.self, forKey: .here) ?? 0
        newest = try fields.decodeIfPresent(Int64.self, forKey: .newest) ?? 0
        read = try fields.decodeIfPresent(Int64.self, forKey: .read).map { max(0, $0) }
        unread = try fields.decodeIfPresent(Int64.self, forKey: .unread) ?? 0
        mentions = try fields.decodeIfPresent(Int64.self, forKey: .mentions) ?? 0
    }
}

/// A member as `GET /rooms/{room}/members` lists it.
package struct MemberListing: Decodable, Hashable, Sendable {
    package var name: MemberName
    package var role: Role
    /// Whether a stream of the member is open.
    package var isHere: Bool

    private enum Key: String, CodingKey {
        case name, role, here
    }

    /// Reads a member's object; a role that is not known here is plain membership.
    ///
    /// - Parameter decoder: stands at the object.
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        name = try MemberName(fields.decode(String.self, forKey: .name))
        let told = try fields.decodeIfPresent(String.self, forKey: .role)
        role = told.flatMap { Role(rawValue: $0) } ?? .member
        isHere = try fields.decodeIfPresent(Bool.self, forKey: .here) ?? false
    }
}
