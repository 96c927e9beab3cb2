package import ChatProtocol

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
