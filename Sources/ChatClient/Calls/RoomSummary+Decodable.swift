package import ChatProtocol

/// A room as `GET /rooms` lists it.
extension RoomSummary: Decodable {
    private enum Key: String, CodingKey {
        case name, topic, visibility, role, members, here, newest, read, unread, unreadMore
        case mentions
    }

    /// Reads a room's object; numbers that a server leaves out are 0.
    ///
    /// Where it tells no read marker, the newest events are the unread ones.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let visibility = try fields.decodeIfPresent(String.self, forKey: .visibility)
        let role = try fields.decodeIfPresent(String.self, forKey: .role)
        let newest = try fields.number(.newest)
        // More than there are cannot be unread, whatever the server says.
        let unread = min(try fields.number(.unread), newest)
        let read = try fields.decodeIfPresent(WireNumber.self, forKey: .read)?.value
        try self.init(
            name: RoomName(fields.decode(String.self, forKey: .name)),
            topic: fields.decodeIfPresent(String.self, forKey: .topic) ?? "",
            newest: newest,
            read: read ?? newest - unread,
            unread: unread,
            unreadMore: fields.decodeIfPresent(Bool.self, forKey: .unreadMore) ?? false,
            mentions: min(fields.number(.mentions), unread),
            here: Int(fields.number(.here)),
            members: Int(fields.number(.members)),
            role: role.flatMap { Role(rawValue: $0) },
            isPrivate: visibility == Visibility.private.rawValue
        )
    }
}

extension KeyedDecodingContainer {
    /// A number that a server may leave out: 0 then.
    fileprivate func number(_ key: Key) throws -> Int64 {
        try decodeIfPresent(WireNumber.self, forKey: key)?.value ?? 0
    }
}
