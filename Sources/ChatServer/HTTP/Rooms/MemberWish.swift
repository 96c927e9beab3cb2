import ChatProtocol
import Hummingbird

/// What a member shall be in a room, as a request's body says it.
struct MemberWish: Sendable {
    /// `nil` leaves the role as it is, and makes a member of who is none.
    var role: Role?
    var until: Timestamp?
    var mutedUntil: Timestamp?
    var reason: String?
    /// A code that lets oneself into the room.
    var invite: String?

    private struct Fields: Decodable {
        var role: String?
        var until: String?
        var mutedUntil: String?
        var reason: String?
        var invite: String?
    }

    /// Makes a wish.
    ///
    /// - Parameters:
    ///   - role: the new role.
    ///   - reason: why.
    init(role: Role, reason: String?) {
        self.role = role
        self.reason = reason
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
            limit: limits.bodyBytes,
            hint: #"{"role"?,"until"?,"reason"?,"mutedUntil"?,"invite"?}"#
        )
        if let text = fields?.role {
            guard let role = Role(rawValue: text) else {
                throw .badParameter("role", "owner, moderator, member, none or banned")
            }
            self.role = role
        }
        until = try Self.time(fields?.until, "until")
        mutedUntil = try Self.time(fields?.mutedUntil, "mutedUntil")
        if until != nil, role != .banned {
            throw .badParameter("until", "goes with the role banned")
        }
        reason = fields?.reason
        invite = fields?.invite
        if let count = reason?.utf8.count, count > limits.topicBytes {
            throw .topicTooLong(limit: limits.topicBytes, value: count)
        }
    }

    /// A time, or how long from now.
    ///
    /// - Parameters:
    ///   - text: from a body; `nil` if it is missing.
    ///   - name: of the field.
    /// - Returns: the time.
    /// - Throws: `400 bad_parameter`.
    static func time(_ text: String?, _ name: String) throws(Problem) -> Timestamp? {
        guard let text else { return nil }
        if let time = Timestamp(text) { return time }
        guard let span = TimeSpan(text) else {
            throw .badParameter(name, "a time (RFC 3339), or a span like 10m, 2h or 3d")
        }
        return Timestamp(milliseconds: Timestamp.now().milliseconds + span.milliseconds)
    }
}
