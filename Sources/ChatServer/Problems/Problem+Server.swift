import ChatProtocol
import ChatStore

/// Every problem that the server tells a client, in one place.
extension Problem {
    // MARK: - Requests

    static func badParameter(_ name: String, _ detail: String) -> Problem {
        Problem(
            status: 400,
            code: "bad_parameter",
            title: "A parameter cannot be read",
            detail: "\(name): \(detail)"
        )
    }

    /// A number of a body that is not within the bounds of all numbers.
    static func badNumber(_ number: WireNumber.OutOfBounds) -> Problem {
        .badParameter(number.field, "a whole number, 0 to \(WireNumber.maximum)")
    }

    /// A parameter that is longer than a setting lets it be.
    static func parameterTooLong(_ name: String, limit: Int, value: Int) -> Problem {
        var problem = badParameter(name, "at most \(limit) bytes")
        problem.limit = Int64(limit)
        problem.value = Int64(value)
        problem.configKey = "\(name)-limit"
        return problem
    }

    static func badName(_ error: NameError, of what: String) -> Problem {
        Problem(
            status: 400,
            code: "bad_name",
            title: "Not a name",
            detail: "the \(what): \(error)"
        )
    }

    static func badBody(_ detail: String) -> Problem {
        Problem(status: 400, code: "bad_body", title: "The body cannot be read", detail: detail)
    }

    static let notUTF8 = Problem(
        status: 400,
        code: "not_utf8",
        title: "Not UTF-8",
        detail: "the body must be UTF-8; nothing was posted"
    )

    static let badKey = Problem(
        status: 400,
        code: "bad_key",
        title: "Not an idempotency key",
        detail: "an Idempotency-Key has 1 to \(Limits.keyBytes) printable ASCII characters"
    )

    static let notFound = Problem(
        status: 404,
        code: "not_found",
        title: "There is nothing here",
        detail: "no such address; GET / tells what there is"
    )

    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem(
            status: 405,
            code: "method_not_allowed",
            title: "Not by this method",
            detail: "this address takes \(allowed)"
        )
    }

    /// A format that an address does not have.
    ///
    /// - Parameters:
    ///   - asked: what was asked for.
    ///   - known: those that it has.
    /// - Returns: the problem.
    static func unknownFormat(_ asked: String, of known: [String]) -> Problem {
        Problem(
            status: 406,
            code: "unknown_format",
            title: "No such format",
            detail: "cannot answer in \(SafeText(asked).singleLine); "
                + "the formats are \(known.joined(separator: ", "))"
        )
    }

    static func bodyTooLong(limit: Int, value: Int) -> Problem {
        var problem = Problem(
            status: 413,
            code: "body_too_long",
            title: "The body is too long",
            detail: "at most \(limit) bytes fit"
        )
        problem.limit = Int64(limit)
        problem.value = Int64(value)
        problem.configKey = "body-limit"
        return problem
    }

    // MARK: - Who is speaking

    static func badCredentials(_ detail: String) -> Problem {
        Problem(
            status: 401,
            code: "bad_credentials",
            title: "Not these credentials",
            detail: detail
        )
    }

    static func operatorNeeded(isUnknown: Bool) -> Problem {
        Problem(
            status: isUnknown ? 401 : 403,
            code: "operator_needed",
            title: "For the operator alone",
            detail: "this needs the token that is in operator.token in the server's data folder"
        )
    }

    static func accountsNeeded(_ what: String) -> Problem {
        Problem(
            status: 403,
            code: "accounts_needed",
            title: "Not without accounts",
            detail: "\(what) need accounts, and this server has none"
        )
    }

    // MARK: - Messages

    static let emptyMessage = Problem(
        status: 400,
        code: "empty_message",
        title: "Nothing was said",
        detail: "a message has at least one character that can be seen"
    )

    static func messageTooLong(limit: Int, value: Int) -> Problem {
        var problem = Problem(
            status: 413,
            code: "message_too_long",
            title: "The message is too long",
            detail: "at most \(limit) bytes fit; nothing was posted"
        )
        problem.limit = Int64(limit)
        problem.value = Int64(value)
        problem.configKey = "message-limit"
        return problem
    }

    static func noSuchMessage(_ seq: Int64) -> Problem {
        Problem(
            status: 404,
            code: "message_not_found",
            title: "No such message",
            detail: "the room has no message \(seq)"
        )
    }

    static func rateLimited(perSecond: Int, wait: Duration) -> Problem {
        var problem = Problem(
            status: 429,
            code: "rate_limited",
            title: "Too fast",
            detail: "a member may post \(perSecond) messages a second; wait a little"
        )
        problem.limit = Int64(perSecond)
        problem.configKey = "rate-limit"
        problem.retryAfter = Int(max(1, (wait / .seconds(1)).rounded(.up)))
        return problem
    }

    // MARK: - Rooms

    static func roomNotFound(_ name: RoomName) -> Problem {
        Problem(
            status: 404,
            code: "room_not_found",
            title: "No such room",
            detail: "there is no room \(name)"
        )
    }

    static func topicTooLong(limit: Int, value: Int) -> Problem {
        var problem = Problem(
            status: 413,
            code: "topic_too_long",
            title: "The topic is too long",
            detail: "at most \(limit) bytes fit"
        )
        problem.limit = Int64(limit)
        problem.value = Int64(value)
        problem.configKey = "topic-limit"
        return problem
    }

    static func tooManyRooms(value: Int) -> Problem {
        var problem = Problem(
            status: 400,
            code: "too_many_rooms",
            title: "Too many rooms for one stream",
            detail: "at most \(Limits.streamRooms) fit; open a second stream"
        )
        problem.limit = Int64(Limits.streamRooms)
        problem.value = Int64(value)
        return problem
    }

    // MARK: - Cursors

    static let badCursor = Problem(
        status: 400,
        code: "bad_cursor",
        title: "Not a place to resume from",
        detail: "since is a cursor (k3f9.4711), all, now, a span (10m, 2h) or a time (RFC 3339)"
    )

    static func cursorGone(_ detail: String, oldest: Cursor, newest: Cursor) -> Problem {
        var problem = Problem(
            status: 410,
            code: "cursor_gone",
            title: "Cannot resume from there",
            detail: detail
        )
        problem.oldest = oldest
        problem.newest = newest
        return problem
    }

    // MARK: - The server

    static let draining: Problem = {
        var problem = Problem(
            status: 503,
            code: "draining",
            title: "The server is stopping",
            detail: "nothing new begins here; come back in a moment"
        )
        problem.retryAfter = 2
        return problem
    }()

    static let internalError = Problem(
        status: 500,
        code: "internal",
        title: "The server failed",
        detail: "this is a fault of the server; its log tells more"
    )
}
