import ChatProtocol

/// The problems of files.
extension Problem {
    /// A range begins behind the end of the file.
    static let wrongRange = Problem(
        .wrongRange,
        "the file ends before the range begins; Content-Range tells how long it is"
    )

    /// `If-Match` means another content than the file has.
    static let preconditionFailed = Problem(
        .preconditionFailed,
        "the file is another one than If-Match says; ETag tells which"
    )

    /// A change was to be made of one version alone.
    static let withoutVersion = Problem(
        .preconditionFailed,
        "If-Match does not hold: what is changed here has no ETag; * is good for what is there"
    )

    /// A change was to make nothing (`If-Match: *`).
    static let notThereYet = Problem(
        .preconditionFailed,
        "If-Match does not hold: what is to be changed is not there yet"
    )

    /// A change was to make something new (`If-None-Match: *`).
    static let alreadyThere = Problem(
        .preconditionFailed,
        "If-None-Match does not hold: what is to be made is there already"
    )

    static let fileNotFound = Problem(
        .fileNotFound,
        "there is no file of that hash, or it is kept no longer"
    )

    static let uploadNotFound = Problem(
        .uploadNotFound,
        "it was never begun, was cancelled, or is kept no longer; begin again"
    )

    static func fileTooLong(limit: Int, value: Int64) -> Problem {
        bounded(.fileTooLong, limit, value, "; nothing was posted")
    }

    static func fileQuota(limit: Int, value: Int64) -> Problem {
        bounded(.fileQuota, limit, value, "; nothing was posted")
    }

    static func addressFileQuota(limit: Int, value: Int64) -> Problem {
        var problem = fileQuota(limit: limit, value: value)
        problem.configKey = "address-file-quota"
        return problem
    }

    static func memberFileQuota(limit: Int, value: Int64) -> Problem {
        bounded(.memberFileQuota, limit, value, "; nothing was posted")
    }

    static let diskFull = Problem(
        .diskFull,
        "nothing was posted; it may work when there is room again"
    )

    static let filesUnavailable = filesFault("nothing was posted")

    /// What a download is refused with, which posts nothing.
    static let fileUnreadable = filesFault("it cannot be read now")

    private static func filesFault(_ words: String) -> Problem {
        Problem(.filesUnavailable, "\(words); the server's log tells more", retryAfter: 5)
    }

    static func tooManyUploads(limit: Int) -> Problem {
        Problem(
            .tooManyUploads,
            "a member may have \(limit), if the server has room: finish or cancel one",
            limit: Int64(limit),
            retryAfter: 60
        )
    }

    /// Source: draft-ietf-httpbis-resumable-upload, section 4.4.
    static func wrongOffset(expected: Int64, provided: Int64) -> Problem {
        Problem(
            .wrongOffset,
            "it has \(expected) bytes; HEAD tells, then go on from there",
            limit: expected,
            value: provided
        )
    }

    static let uploadIsWhole = Problem(
        .uploadComplete,
        "it was posted; nothing can be appended to it"
    )

    static func wrongLength(_ length: Int64, _ value: Int64) -> Problem {
        let detail = "the upload was to have \(length) bytes"
        return Problem(.wrongLength, detail, limit: length, value: value)
    }

    static let partialUploadNeeded = Problem(
        .partialUploadNeeded,
        "send Content-Type: application/partial-upload"
    )

    /// What is longer than it may be.
    ///
    /// - Parameter rest: ends the sentence that tells the limit.
    static func bounded(
        _ code: ProblemCode,
        _ limit: Int,
        _ value: Int64,
        _ rest: String = ""
    ) -> Problem {
        Problem(code, "at most \(limit) bytes fit\(rest)", limit: Int64(limit), value: value)
    }
}
