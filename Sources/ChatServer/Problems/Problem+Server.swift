import ChatProtocol
import ChatStore

/// Every problem that the server tells a client, in one place.
extension Problem {
    // MARK: - Requests

    static func badParameter(_ name: String, _ detail: String) -> Problem {
        Problem(.badParameter, "\(name): \(detail)")
    }

    /// A number of a body that is not within the bounds of all numbers.
    static func badNumber(_ number: WireNumber.OutOfBounds) -> Problem {
        .badParameter(number.field, "a whole number, 0 to \(WireNumber.maximum)")
    }

    /// A parameter or a field whose number is not within its bounds: one that is above them is told
    /// the bound.
    ///
    /// - Parameters:
    ///   - value: the number, or how many bytes or items there are; `nil` for what is no number.
    static func outOfBounds(
        _ name: String,
        _ value: Int64?,
        _ range: ClosedRange<Int64>,
        _ detail: String
    ) -> Problem {
        var problem = badParameter(name, detail)
        guard let value, value > range.upperBound else { return problem }
        problem.limit = range.upperBound
        problem.value = value
        return problem
    }

    /// A parameter or a field that is longer than it may be.
    ///
    /// - Parameters:
    ///   - limit: bytes.
    ///   - value: its bytes, more than that.
    ///   - setting: raises the limit; `nil` where none does.
    static func parameterTooLong(
        _ name: String,
        limit: Int,
        value: Int,
        setting: String? = nil
    ) -> Problem {
        var problem = outOfBounds(name, Int64(value), 0...Int64(limit), "at most \(limit) bytes")
        problem.configKey = setting
        return problem
    }

    static func badName(_ error: NameError, of what: String) -> Problem {
        Problem(.badName, "the \(what): \(error)")
    }

    static func badBody(_ detail: String) -> Problem {
        Problem(.badBody, detail)
    }

    static let notUTF8 = Problem(.notUTF8, "the body must be UTF-8; nothing was done")

    static let badKey = Problem(
        .badKey,
        "an Idempotency-Key has 1 to \(Limits.keyBytes) printable ASCII characters"
    )

    static let keyOfLines = Problem(
        .badKey,
        "one Idempotency-Key cannot stand for all lines of a stream: post each with its own"
    )

    static let slashAtEnd = Problem(
        .notFound,
        "no such address: what changes something has no slash at its end"
    )

    static let notFound = Problem(.notFound, "no such address; GET / tells what there is")

    static func methodNotAllowed(_ allowed: String) -> Problem {
        var problem = Problem(.methodNotAllowed, "this address takes \(allowed)")
        problem.allow = allowed
        return problem
    }

    /// A format that an address does not have.
    static func unknownFormat(_ asked: String, of known: [String]) -> Problem {
        Problem(
            .unknownFormat,
            "cannot answer in \(SafeText(asked).singleLine); "
                + "the formats are \(known.joined(separator: ", "))"
        )
    }

    static func bodyTooLong(limit: Int, value: Int) -> Problem {
        bounded(.bodyTooLong, limit, Int64(value))
    }

    // MARK: - Who is speaking

    static func operatorNeeded(isUnknown: Bool) -> Problem {
        var problem = Problem(
            .operatorNeeded,
            "this needs the token that is in operator.token in the server's data folder"
        )
        if isUnknown { problem.status = 401 }
        return problem
    }

    static func accountsNeeded(_ what: String) -> Problem {
        Problem(.accountsNeeded, "an account is needed for \(what): sign in with one, or make one")
    }

    // MARK: - Messages

    static let emptyMessage = Problem(
        .emptyMessage,
        "a message has at least one character that can be seen"
    )

    static func messageTooLong(limit: Int, value: Int) -> Problem {
        bounded(.messageTooLong, limit, Int64(value), "; nothing was posted")
    }

    static func noSuchMessage(_ seq: Int64) -> Problem {
        Problem(.messageNotFound, "the room has no message \(seq)")
    }

    // MARK: - Rooms

    static func roomNotFound(_ name: RoomName) -> Problem {
        Problem(.roomNotFound, "there is no room \(name)")
    }

    static func topicTooLong(limit: Int, value: Int) -> Problem {
        bounded(.topicTooLong, limit, Int64(value))
    }

    static func tooManyRooms(value: Int) -> Problem {
        Problem(
            .tooManyRooms,
            "at most \(Limits.streamRooms) fit; open a second stream",
            limit: Int64(Limits.streamRooms),
            value: Int64(value)
        )
    }

    // MARK: - Cursors

    static let badCursor = Problem(
        .badCursor,
        "since is a cursor (k3f9.4711), all, now, a span (10m, 2h) or a time (RFC 3339)"
    )

    static func cursorGone(_ detail: String, oldest: Cursor, newest: Cursor) -> Problem {
        var problem = Problem(.cursorGone, detail)
        problem.oldest = oldest
        problem.newest = newest
        return problem
    }

    // MARK: - The server

    static let draining = Problem(
        .draining,
        "nothing new begins here; come back in a moment",
        retryAfter: 2
    )

    static let internalError = Problem(
        .internalError,
        "this is a fault of the server; its log tells more"
    )
}
