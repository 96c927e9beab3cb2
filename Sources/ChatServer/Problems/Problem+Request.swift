import ChatProtocol

/// What a request is refused with before anyone looks at what it asks for.
extension Problem {
    static func badHead(_ detail: String) -> Problem {
        Problem(.badHead, detail)
    }

    static func headTooLong(limit: Int, value: Int) -> Problem {
        Problem(
            .badHead,
            "an address and fields of \(limit) bytes fit",
            limit: Int64(limit),
            value: Int64(value),
            setting: "head-limit"
        )
    }

    /// No setting raises this one.
    static func tooManyFields(limit: Int, value: Int) -> Problem {
        Problem(.badHead, "\(limit) fields fit", limit: Int64(limit), value: Int64(value))
    }

    static func wrongHost(_ host: String) -> Problem {
        Problem(
            .wrongHost,
            "this server is not called \(SafeText(host).singleLine); "
                + "its operator can name it so"
        )
    }

    static let originNotAllowed = Problem(
        .originNotAllowed,
        "pages of other origins may not use this server unless its operator lets them"
    )

    static let unknownExpectation = Problem(
        .unknownExpectation,
        "the one expectation that is known is 100-continue"
    )

    static let partOfBody = Problem(
        .badHead,
        "Content-Range would make a part look like the whole; "
            + "an upload goes on with Upload-Complete and Upload-Offset"
    )

    /// Readers differ in which of the two they take.
    static func repeatedField(_ name: String) -> Problem {
        badBody("the field \(SafeText(name).singleLine) stands twice")
    }

    static let formOfParts = Problem(
        .unsupportedType,
        "the body is what is to be kept, and a form has other things around it: "
            + "curl -T FILE or -d TEXT sends it so, curl -F does not"
    )

    /// Source: RFC 9112, section 6.3: such a body is none to a server, whatever its client sends.
    static let lengthNeeded = badBody(
        "a file needs its Content-Length, which is 0 of an empty one, or comes in chunks"
    )

    /// Too much goes on at a time on connections that carry many requests.
    static let tooBusy = Problem(
        .tooBusy,
        "as many requests go on as the server takes; repeat this one in a moment",
        retryAfter: 1
    )

    /// Too many large answers wait for clients that have not taken them.
    static func answersHeld(_ limit: Int) -> Problem {
        Problem(
            .overloaded,
            "too much that was answered has not been taken yet; ask again in a moment",
            limit: Int64(limit),
            setting: "answer-memory",
            retryAfter: 2
        )
    }
}
