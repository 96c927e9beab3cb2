package import ChatProtocol

/// A code that lets people in, as `POST /invites` answers.
extension InviteCode: Decodable {
    private enum Key: String, CodingKey {
        case code, uses, expiresAt
    }

    /// Reads a code's object; one that tells no number of uses is good for one.
    ///
    /// - Throws: what is wrong with it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let end = try fields.decodeIfPresent(String.self, forKey: .expiresAt)
        try self.init(
            code: fields.decode(String.self, forKey: .code),
            uses: fields.decodeIfPresent(WireNumber.self, forKey: .uses)?.value ?? 1,
            expiresAt: end.flatMap { Timestamp($0) }
        )
    }
}
