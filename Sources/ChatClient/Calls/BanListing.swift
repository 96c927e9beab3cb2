package import ChatProtocol

/// A ban from the server, as `GET /bans` lists it.
package struct BanListing: Decodable, Hashable, Sendable {
    /// By which it is lifted.
    package var id: String
    /// Who is banned; `nil` where an address is.
    package var name: MemberName?
    /// An address or a range of them, which is banned.
    package var address: String?
    /// When it ends; `nil` is never.
    package var until: Timestamp?
    package var reason: String?
    /// Who banned; `nil` where the server does not tell.
    package var user: MemberName?

    private enum Key: String, CodingKey {
        case id, name, address, until, reason, by
    }

    /// Reads a ban's object.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        id = try fields.decode(String.self, forKey: .id)
        name = try fields.decodeIfPresent(String.self, forKey: .name).map { try MemberName($0) }
        address = try fields.decodeIfPresent(String.self, forKey: .address)
        until = try fields.decodeIfPresent(String.self, forKey: .until).flatMap { Timestamp($0) }
        reason = try fields.decodeIfPresent(String.self, forKey: .reason)
        // Who it was is of less interest than that it stands.
        user = try fields.decodeIfPresent(String.self, forKey: .by).flatMap { try? MemberName($0) }
    }
}
