import ChatProtocol
import Hummingbird

extension MemberWish {
    private struct Fields: Decodable {
        var role: String?
        var until: String?
        var mutedUntil: String?
        /// Whether a time is told to be none.
        var endsMute: Bool
        var reason: WordsField?
        var invite: String?

        private enum CodingKeys: String, CodingKey {
            case role, until, mutedUntil, reason, invite
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            role = try fields.decodeIfPresent(String.self, forKey: .role)
            until = try fields.decodeIfPresent(String.self, forKey: .until)
            mutedUntil = try fields.decodeIfPresent(String.self, forKey: .mutedUntil)
            endsMute = mutedUntil == nil && fields.contains(.mutedUntil)
            reason = try fields.decodeIfPresent(WordsField.self, forKey: .reason)
            invite = try fields.decodeIfPresent(String.self, forKey: .invite)
        }
    }

    /// Reads a request's body.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameter request: with JSON, or without a body.
    /// - Throws: `400`, or `413`.
    init(_ request: Request, _ limits: ServerLimits, from now: Timestamp) async throws(Problem) {
        let fields = try await request.json(
            Fields.self,
            limits,
            hint: #"{"role"?,"until"?,"reason"?,"mutedUntil"?,"invite"?}"#
        )
        if let text = fields?.role {
            guard let role = Role(rawValue: text) else {
                throw .badParameter("role", "owner, moderator, member, none or banned")
            }
            self.role = role
        }
        until = try .end("until", fields?.until, from: now)
        mutedUntil = try .field("mutedUntil", fields?.mutedUntil, from: now)
        // As a time that has passed.
        if fields?.endsMute == true { mutedUntil = Timestamp(milliseconds: 0) }
        if until != nil, role != .banned {
            throw .badParameter("until", "goes with the role banned")
        }
        reason = fields?.reason?.text
        invite = fields?.invite
        let isInviteAlone = role ?? .member == .member && mutedUntil == nil && reason == nil
        guard invite == nil || isInviteAlone else {
            throw .badParameter("invite", "goes with no other field")
        }
        try limits.check(reason: reason)
    }
}
