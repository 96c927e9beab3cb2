import ChatProtocol

/// What a request is refused with before anyone looks at what it asks for.
extension Problem {
    static func badHead(_ detail: String) -> Problem {
        Problem(status: 400, code: "bad_head", title: "Not a request", detail: detail)
    }

    static func wrongHost(_ host: String) -> Problem {
        var problem = Problem(
            status: 421,
            code: "wrong_host",
            title: "Not this server's name",
            detail: "this server is not called \(SafeText(host).singleLine); "
                + "its operator can name it so"
        )
        problem.configKey = "host"
        return problem
    }

    static let originNotAllowed: Problem = {
        var problem = Problem(
            status: 403,
            code: "origin_not_allowed",
            title: "Not from this web page",
            detail: "pages of other origins may not use this server unless its operator lets them"
        )
        problem.configKey = "allow-origin"
        return problem
    }()

    static let unknownExpectation = Problem(
        status: 417,
        code: "unknown_expectation",
        title: "Not to be expected",
        detail: "the one expectation that is known is 100-continue"
    )

    static let partOfBody = Problem(
        status: 400,
        code: "bad_head",
        title: "Not a part alone",
        detail: "Content-Range would make a part look like the whole; "
            + "an upload goes on with Upload-Complete and Upload-Offset"
    )

    /// Too much goes on at a time on connections that carry many requests.
    static let tooBusy: Problem = {
        var problem = Problem(
            status: 503,
            code: "too_busy",
            title: "Too much at a time",
            detail: "as many requests go on as the server takes; repeat this one in a moment"
        )
        problem.configKey = "connection-limit"
        problem.retryAfter = 1
        return problem
    }()
}
