import ChatProtocol

/// Every code by which a problem is told, with what is the same each time.
///
/// The table behind every error: docs/REFERENCE.md and `/openapi.json` are compared with it.
enum ProblemCode: String, CaseIterable {
    case badBody = "bad_body"
    case badCursor = "bad_cursor"
    case badHead = "bad_head"
    case badKey = "bad_key"
    case badName = "bad_name"
    case badParameter = "bad_parameter"
    case emptyMessage = "empty_message"
    case notUTF8 = "not_utf8"
    case tooManyRooms = "too_many_rooms"
    case uploadComplete = "upload_complete"
    case wrongLength = "wrong_length"
    case badCredentials = "bad_credentials"
    case accountsNeeded = "accounts_needed"
    case credentialsNeeded = "credentials_needed"
    case banned
    case kicked
    case muted
    case scope
    case moderatorNeeded = "moderator_needed"
    case ownerNeeded = "owner_needed"
    case inviteNeeded = "invite_needed"
    case registrationClosed = "registration_closed"
    case tlsNeeded = "tls_needed"
    case accountNotFound = "account_not_found"
    case tokenNotFound = "token_not_found"
    case inviteNotFound = "invite_not_found"
    case keyNotFound = "key_not_found"
    case banNotFound = "ban_not_found"
    case nameTaken = "name_taken"
    case roomTaken = "room_taken"
    case lastOwner = "last_owner"
    case tooMany = "too_many"
    case weakPassword = "weak_password"
    case badPublicKey = "bad_public_key"
    case slowMode = "slow_mode"
    case notYours = "not_yours"
    case operatorNeeded = "operator_needed"
    case originNotAllowed = "origin_not_allowed"
    case roomLimit = "room_limit"
    case fileNotFound = "file_not_found"
    case messageNotFound = "message_not_found"
    case notFound = "not_found"
    case roomNotFound = "room_not_found"
    case uploadNotFound = "upload_not_found"
    case methodNotAllowed = "method_not_allowed"
    case unknownFormat = "unknown_format"
    case importRunning = "import_running"
    case tooManyEmoji = "too_many_emoji"
    case wrongOffset = "wrong_offset"
    case cursorGone = "cursor_gone"
    case messageDeleted = "message_deleted"
    case bodyTooLong = "body_too_long"
    case fileTooLong = "file_too_long"
    case messageTooLong = "message_too_long"
    case topicTooLong = "topic_too_long"
    case partialUploadNeeded = "partial_upload_needed"
    case unsupportedEncoding = "unsupported_encoding"
    case unsupportedType = "unsupported_type"
    case preconditionFailed = "precondition_failed"
    case wrongRange = "wrong_range"
    case unknownExpectation = "unknown_expectation"
    case wrongHost = "wrong_host"
    case keyUsed = "key_used"
    case rateLimited = "rate_limited"
    case internalError = "internal"
    case draining
    case filesUnavailable = "files_unavailable"
    case outcomeUnknown = "outcome_unknown"
    case overloaded
    case searchTooCostly = "search_too_costly"
    case searchUnavailable = "search_unavailable"
    case storageFull = "storage_full"
    case storageUnavailable = "storage_unavailable"
    case tooBusy = "too_busy"
    case tooCostly = "too_costly"
    case tooManyUploads = "too_many_uploads"
    case diskFloor = "disk_floor"
    case diskFull = "disk_full"
    case fileQuota = "file_quota"
    case logQuota = "log_quota"
    case memberFileQuota = "member_file_quota"

    /// What a code has.
    struct Row {
        /// The status of the answer.
        let status: Int
        /// What happened, in a few words.
        let title: String
        /// The setting that changes it; `nil` where none does.
        let setting: String?

        fileprivate init(_ status: Int, _ title: String, _ setting: String? = nil) {
            self.status = status
            self.title = title
            self.setting = setting
        }
    }
}

extension ProblemCode {
    /// The code's row of the table.
    var row: Row {
        switch self {
        case .badBody: Row(400, "The body cannot be read")
        case .badCursor: Row(400, "Not a place to resume from")
        case .badHead: Row(400, "Not a request")
        case .badKey: Row(400, "Not an idempotency key")
        case .badName: Row(400, "Not a name")
        case .badParameter: Row(400, "A parameter cannot be read")
        case .notUTF8: Row(400, "Not UTF-8")
        case .emptyMessage: Row(400, "Nothing was said")
        case .tooManyRooms: Row(400, "Too many rooms for one stream")
        case .uploadComplete: Row(400, "The upload is whole")
        case .wrongLength: Row(400, "Not the length that was told")
        case .badCredentials: Row(401, "Not these credentials")
        case .accountsNeeded: Row(403, "Not without an account")
        case .credentialsNeeded: Row(401, "Say who you are")
        case .banned: Row(403, "You are banned")
        case .kicked: Row(403, "You were put out of the room")
        case .muted: Row(403, "You are muted")
        case .scope: Row(403, "Not with this token")
        case .moderatorNeeded: Row(403, "For moderators alone")
        case .ownerNeeded: Row(403, "For owners alone")
        case .inviteNeeded: Row(403, "Not without an invite", "registration")
        case .registrationClosed: Row(403, "Nobody can register", "registration")
        case .tlsNeeded: Row(403, "Not in the clear", "plain-passwords")
        case .accountNotFound: Row(404, "No such account")
        case .tokenNotFound: Row(404, "No such token")
        case .inviteNotFound: Row(404, "No such invite")
        case .keyNotFound: Row(404, "No such key")
        case .banNotFound: Row(404, "No such ban")
        case .nameTaken: Row(409, "The name is taken")
        case .roomTaken: Row(409, "The room's name is taken")
        case .lastOwner: Row(409, "A room keeps an owner")
        case .tooMany: Row(409, "There are too many already")
        case .weakPassword: Row(422, "The password is too weak")
        case .badPublicKey: Row(422, "Not a public key")
        case .slowMode: Row(429, "The room is in slow mode")
        case .notYours: Row(403, "Not your message")
        case .operatorNeeded: Row(403, "For the operator alone")
        case .originNotAllowed: Row(403, "Not from this web page", "allow-origin")
        case .roomLimit: Row(403, "The server is full", "room-limit")
        case .fileNotFound: Row(404, "No such file")
        case .messageNotFound: Row(404, "No such message")
        case .notFound: Row(404, "There is nothing here")
        case .roomNotFound: Row(404, "No such room")
        case .uploadNotFound: Row(404, "No such upload")
        case .methodNotAllowed: Row(405, "Not by this method")
        case .unknownFormat: Row(406, "No such format")
        case .importRunning: Row(409, "An import goes on")
        case .tooManyEmoji: Row(409, "Too many different emoji")
        case .wrongOffset: Row(409, "Not where the upload stands")
        case .cursorGone: Row(410, "Cannot resume from there")
        case .messageDeleted: Row(410, "The message is gone")
        case .preconditionFailed: Row(412, "The precondition does not hold")
        case .bodyTooLong: Row(413, "The body is too long", "body-limit")
        case .fileTooLong: Row(413, "The file is too long", "upload-limit")
        case .messageTooLong: Row(413, "The message is too long", "message-limit")
        case .topicTooLong: Row(413, "The topic is too long", "topic-limit")
        case .partialUploadNeeded: Row(415, "Not a part of an upload")
        case .unsupportedEncoding: Row(415, "Not in this encoding")
        case .unsupportedType: Row(415, "Not in this type")
        case .wrongRange: Row(416, "Not a part of the file")
        case .unknownExpectation: Row(417, "Not to be expected")
        case .wrongHost: Row(421, "Not this server's name", "host")
        case .keyUsed: Row(422, "The key was used for something else")
        case .rateLimited: Row(429, "Too fast", "rate-limit")
        case .internalError: Row(500, "The server failed")
        case .draining: Row(503, "The server is stopping")
        case .filesUnavailable: Row(503, "The files cannot be reached")
        case .outcomeUnknown: Row(503, "It may have been done")
        case .overloaded: Row(503, "Too much at once")
        case .searchTooCostly: Row(503, "The search takes too long", "search-time")
        case .searchUnavailable: Row(503, "The search index cannot be used")
        case .storageFull: Row(503, "The disk is full")
        case .storageUnavailable: Row(503, "The log cannot be reached")
        case .tooBusy: Row(503, "Too much at a time", "connection-limit")
        case .tooCostly: Row(503, "It takes too long")
        case .tooManyUploads: Row(503, "Too many unfinished uploads")
        case .diskFloor: Row(507, "The disk is nearly full", "disk-floor")
        case .diskFull: Row(507, "The disk is full")
        case .fileQuota: Row(507, "There is no room for more files", "file-quota")
        case .logQuota: Row(507, "The log is full", "log-quota")
        case .memberFileQuota: Row(507, "You have no room for more files", "member-file-quota")
        }
    }
}

extension Problem {
    /// Makes a problem of the table.
    ///
    /// - Parameters:
    ///   - detail: what happened this time, and what to do about it.
    ///   - setting: raises the limit, where it is another one than the table's.
    ///   - retryAfter: seconds.
    init(
        _ code: ProblemCode,
        _ detail: String,
        limit: Int64? = nil,
        value: Int64? = nil,
        setting: String? = nil,
        retryAfter: Int? = nil
    ) {
        let row = code.row
        self.init(status: row.status, code: code.rawValue, title: row.title, detail: detail)
        self.limit = limit
        self.value = value
        configKey = setting ?? row.setting
        self.retryAfter = retryAfter
    }
}
