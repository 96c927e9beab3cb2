package import ChatProtocol

/// A member as `GET /rooms/{room}/members` lists it.
extension MemberSummary: Decodable {
    private enum Key: String, CodingKey {
        case name, role, here, read
    }

    /// Reads a member's object; a role that is not known here is plain membership.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let role = try fields.decodeIfPresent(String.self, forKey: .role)
        try self.init(
            name: MemberName(fields.decode(String.self, forKey: .name)),
            role: role.flatMap { Role(rawValue: $0) } ?? .member,
            isHere: fields.decodeIfPresent(Bool.self, forKey: .here) ?? false,
            read: fields.decodeIfPresent(WireNumber.self, forKey: .read)?.value
        )
    }
}
