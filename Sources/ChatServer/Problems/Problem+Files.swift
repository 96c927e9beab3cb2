import ChatProtocol

/// The problems of files.
extension Problem {
    static let fileNotFound = Problem(
        status: 404,
        code: "file_not_found",
        title: "No such file",
        detail: "there is no file of that hash, or it is kept no longer"
    )

    static let uploadNotFound = Problem(
        status: 404,
        code: "upload_not_found",
        title: "No such upload",
        detail: "it was never begun, was cancelled, or is kept no longer; begin again"
    )

    static func fileTooLong(limit: Int, value: Int64) -> Problem {
        bounded(413, "file_too_long", "The file is too long", limit, value, "upload-limit")
    }

    static func fileQuota(limit: Int, value: Int64) -> Problem {
        bounded(507, "file_quota", "There is no room for more files", limit, value, "file-quota")
    }

    static func memberFileQuota(limit: Int, value: Int64) -> Problem {
        let title = "You have no room for more files"
        return bounded(507, "member_file_quota", title, limit, value, "member-file-quota")
    }

    static let diskFull = Problem(
        status: 507,
        code: "disk_full",
        title: "The disk is full",
        detail: "nothing was posted; it may work when there is room again"
    )

    static let filesUnavailable: Problem = {
        var problem = Problem(
            status: 503,
            code: "files_unavailable",
            title: "The files cannot be reached",
            detail: "nothing was posted; the server's log tells more"
        )
        problem.retryAfter = 5
        return problem
    }()

    static func tooManyUploads(limit: Int) -> Problem {
        var problem = Problem(
            status: 503,
            code: "too_many_uploads",
            title: "Too many unfinished uploads",
            detail: "a member may have \(limit), if the house has room: finish or cancel one"
        )
        problem.limit = Int64(limit)
        problem.retryAfter = 60
        return problem
    }

    /// Source: draft-ietf-httpbis-resumable-upload, section 4.4.
    static func wrongOffset(expected: Int64, provided: Int64) -> Problem {
        var problem = Problem(
            status: 409,
            code: "wrong_offset",
            title: "Not where the upload stands",
            detail: "it has \(expected) bytes; HEAD tells, then go on from there"
        )
        problem.limit = expected
        problem.value = provided
        return problem
    }

    static let uploadIsWhole = Problem(
        status: 400,
        code: "upload_complete",
        title: "The upload is whole",
        detail: "it was posted; nothing can be appended to it"
    )

    static func wrongLength(_ length: Int64, _ value: Int64) -> Problem {
        var problem = Problem(
            status: 400,
            code: "wrong_length",
            title: "Not the length that was told",
            detail: "the upload was to have \(length) bytes"
        )
        problem.limit = length
        problem.value = value
        return problem
    }

    static let partialUploadNeeded = Problem(
        status: 415,
        code: "partial_upload_needed",
        title: "Not a part of an upload",
        detail: "send Content-Type: application/partial-upload"
    )

    private static func bounded(
        _ status: Int,
        _ code: String,
        _ title: String,
        _ limit: Int,
        _ value: Int64,
        _ key: String
    ) -> Problem {
        var problem = Problem(
            status: status,
            code: code,
            title: title,
            detail: "at most \(limit) bytes fit; nothing was posted"
        )
        problem.limit = Int64(limit)
        problem.value = value
        problem.configKey = key
        return problem
    }
}
