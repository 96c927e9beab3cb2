/// The fields of every type of event side by side, as JSON has them; absent ones are `nil`.
///
/// It is half a kilobyte, so it is never copied.
struct WireFields: ~Copyable {
    var type: String?
    var room: String?
    var seq: Int64?
    var cursor: String?
    /// `nil` also when it is no moment: where it is needed, that is as wrong as its absence.
    var at: Timestamp?
    var user: String?
    var text: String?
    var replyTo: Int64?
    var file: File?
    var kind: String?
    var key: String?
    var state: MessageState?
    var target: Int64?
    var emoji: String?
    var on: Bool?
    var topic: String?
    var visibility: String?
    var member: String?
    var role: String?
    var until: Timestamp?
    var mutedUntil: Timestamp?
    var was: String?
    var slowSeconds: Int64?
    var retention: Retention?
    var here: Bool?
    var rooms: [Range]?
    var heartbeat: Int?
    var from: Int64?
    var to: Int64?
    var reason: String?
    var behind: Int64?
    var problem: WireProblem?
    var reconnect: Bool?
    var retryAfter: Int?

    /// A file's fields.
    struct File {
        var name: String
        var size: Int64
        var type: String
        var sha256: String
        var url: String
    }

    /// A room's fields in `open`.
    struct Range {
        var room: String
        var oldest: Int64
        var newest: Int64
    }
}

/// A problem's fields, as JSON has them.
struct WireProblem {
    var status: Int
    var code: String
    var title: String?
    var detail: String?
    var limit: Int64?
    var value: Int64?
    var configKey: String?
    var retryAfter: Int?
    var oldest: String?
    var newest: String?

    /// The problem; an unreadable cursor in it is left out, since it is advice alone.
    var problem: Problem {
        var problem = Problem(status: status, code: code, title: title ?? "", detail: detail ?? "")
        problem.limit = limit
        problem.value = value
        problem.configKey = configKey
        problem.retryAfter = retryAfter
        problem.oldest = oldest.flatMap { Cursor($0) }
        problem.newest = newest.flatMap { Cursor($0) }
        return problem
    }
}
