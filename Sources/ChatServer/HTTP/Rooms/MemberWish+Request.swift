import ChatProtocol
import Hummingbird

extension MemberWish {
    private struct Fields: Decodable {
        var role: String?
        var until: String?
        var mutedUntil: String?
        var reason: WordsField?
        var invite: String?
    }

    /// Reads a request's body.
    ///
    /// Suspends until it has arrived.
    ///
    /// - Parameters:
    ///   - request: with JSON, or without a body.
    ///   - limits: bound the reason.
    /// - Throws: `400`, or `413`.
    init(_ request: Request, _ limits: ServerLimits) async throws(Problem) {
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
        until = try .end("until", fields?.until)
        mutedUntil = try .field("mutedUntil", fields?.mutedUntil)
        if until != nil, role != .banned {
            throw .badParameter("until", "goes with the role banned")
        }
        reason = fields?.reason?.text
        invite = fields?.invite
        try limits.check(reason: reason)
    }
}
