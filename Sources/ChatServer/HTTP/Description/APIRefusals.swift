/// Which problems a request may meet, in groups: an operation of ``APIOperations`` names its own.
enum APIRefusals {
    typealias Codes = Set<ProblemCode>

    /// What a request may meet before anybody is charged for it.
    static let front: Codes = [
        .badHead, .originNotAllowed, .unsupportedEncoding, .unknownExpectation, .wrongHost,
        .tooBusy,
    ]
    /// What every request may meet, wherever it goes.
    static let always: Codes = front.union([.badParameter, .overloaded, .internalError])

    /// What a parameter of the path may meet, by its name.
    static let ofPath: [String: Codes] = [
        "room": [.badName, .accountsNeeded],
        "name": [.badName],
        "seq": [.badParameter, .messageNotFound],
        "emoji": [.badName, .badParameter],
        "file": [.badName, .badParameter],
        "sha256": [.fileNotFound],
        "id": [.uploadNotFound],
        "code": [], "fingerprint": [],
    ]

    /// Where it is asked who speaks.
    static let identity: Codes = [
        .badCredentials, .banned, .tlsNeeded, .rateLimited, .overloaded,
    ]
    /// Where the operator alone may ask; ``APIOperation/problems`` tells it as `401` too, to those
    /// without credentials.
    static let operatorAlone: Codes = identity.union([.operatorNeeded])
    /// What decides over accounts.
    static let deciding: Codes = body.union([
        .rateLimited, .draining, .overloaded, .storageUnavailable, .storageFull, .outcomeUnknown,
    ])
    /// What is for those with an account.
    static let holding: Codes = deciding.union([.credentialsNeeded, .accountsNeeded, .scope])
    /// What makes an account.
    static let registering: Codes = [
        .inviteNeeded, .registrationClosed, .operatorNeeded, .weakPassword, .nameTaken, .tooMany,
        .badName,
    ]
    /// What is for a room's moderators.
    static let moderating: Codes = [
        .roomNotFound, .moderatorNeeded, .ownerNeeded, .badName, .tooMany,
    ]
    /// What has parameters that can be wrong.
    static let parameters: Codes = [.badParameter]
    /// What refuses new work while the server stops.
    static let draining: Codes = [.draining]
    /// What reads the log.
    static let reading: Codes = [.storageUnavailable, .overloaded, .tooCostly, .draining]
    /// What reads one room that has to be there.
    static let ofRoom: Codes = [.roomNotFound, .scope, .credentialsNeeded]
    /// Events are picked by `types`, `user` and `match`.
    static let filters: Codes = [.badParameter, .badName]
    /// The answer is in one of several formats.
    static let formats: Codes = [.unknownFormat]
    /// A place to begin is given.
    static let places: Codes = [.badCursor, .cursorGone, .badParameter]
    /// What makes an event, or another lasting change.
    static let writing: Codes = [
        .rateLimited, .draining, .overloaded, .storageFull, .storageUnavailable, .outcomeUnknown,
        .diskFloor, .logQuota, .credentialsNeeded, .scope, .muted, .slowMode, .roomNotFound,
    ]
    /// What may make the room.
    static let makingRoom: Codes = [.roomLimit]
    /// An `Idempotency-Key` may come with it.
    static let key: Codes = [.badKey, .keyUsed]
    /// The body is a message.
    static let message: Codes = [
        .badBody, .badParameter, .notUTF8, .emptyMessage, .messageTooLong, .bodyTooLong,
        .messageNotFound, .unsupportedType,
    ]
    /// The body is a JSON object.
    static let body: Codes = [.badBody, .badParameter, .notUTF8, .bodyTooLong]
    /// A message that has to be there is changed.
    static let amending: Codes = [
        .messageNotFound, .roomNotFound, .notYours, .messageDeleted, .keyUsed, .badKey,
    ]
    /// A file comes in.
    static let upload: Codes = [
        .badParameter, .fileTooLong, .wrongLength, .wrongOffset, .badBody, .uploadComplete,
        .fileQuota, .memberFileQuota, .diskFull, .filesUnavailable, .tooManyUploads,
    ]
    /// The messages are searched.
    static let search: Codes = [
        .badParameter, .badName, .roomNotFound, .tooManyRooms, .searchTooCostly,
        .searchUnavailable, .scope, .credentialsNeeded, .accountsNeeded,
    ]
}
