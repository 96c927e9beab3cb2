package import ChatProtocol

/// A code that lets people in, as `POST /invites` answers.
package struct MadeInvite: Decodable, Hashable, Sendable {
    package var code: String
    /// How many it lets in.
    package var uses: Int64
    /// Until when; `nil` where the server does not tell.
    package var expiresAt: Timestamp?

    private enum Key: String, CodingKey {
        case code, uses, expiresAt
    }

    /// Reads a code's object; one that tells no number of uses is good for one.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        code = try fields.decode(String.self, forKey: .code)
        uses = try fields.decodeIfPresent(WireNumber.self, forKey: .uses)?.value ?? 1
        let end = try fields.decodeIfPresent(String.self, forKey: .expiresAt)
        expiresAt = end.flatMap { Timestamp($0) }
    }
}
