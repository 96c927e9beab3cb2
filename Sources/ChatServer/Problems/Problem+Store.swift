import ChatProtocol
import ChatStore
import Logging

extension Problem {
    /// Turns what the store says into what a client is told, and tells the operator the rest.
    ///
    /// - Parameter logger: where it is told; `nil` is the log of the request whose task this is.
    /// - Returns: the problem, without the store's own words.
    static func logging(_ error: StoreError, in logger: Logger? = nil) -> Problem {
        switch error {
        case .storageFull, .unavailable, .unreachable, .outcomeUnknown, .damaged,
            .searchUnavailable:
            let logger = logger ?? RequestLog.current ?? Logger(label: "burble")
            logger.error("the store failed", metadata: ["error": "\(error)"])
        default:
            // Refusals of the request, which the client is told whole.
            break
        }
        return Problem(error)
    }

    /// What a client is told of the store's trouble: never its own words.
    init(_ error: StoreError) {
        switch error {
        case .storageFull: self = .storageFull
        case .diskFloor(let limit, let free): self = .diskFloor(limit: limit, free: free)
        case .logQuota(let limit, let bytes): self = .logQuota(limit: limit, bytes: bytes)
        case .judgedTooEarly: self.init(StoreError.overloaded(limit: 1))
        case .overloaded(let limit):
            self = .overloaded(limit, "\(Self.nothingDone); try again in a moment")
        case .tooManyWait(let limit):
            self = .overloaded(limit, "too many wait; try again in a moment")
        case .tooCostly: self = .tooCostly
        case .searchTooCostly(let limit): self = .searchTooCostly(limit)
        case .searchUnavailable: self = .searchUnavailable
        case .keyUsed: self = .keyUsed
        case .closed: self = .draining
        case .tooManyRooms(let limit): self = .roomLimit(limit)
        case .roomNotFound(let room): self = .roomNotFound(room)
        case .eventsRemoved: self = .eventsRemoved
        case .tooSoon(let pause, let wait): self = .slowMode(seconds: pause, wait: wait)
        case .noReplyTarget(let seq): self = .noSuchMessage(seq)
        case .nameTaken, .credentialsEnded: self = .badCredentials
        case .banned(let until, let reason): self = .banned(until: until, reason: reason)
        case .muted(let until): self = .muted(until: until)
        case .outcomeUnknown: self = .outcomeUnknown
        case .inUse, .othersFolder, .damaged, .newer, .cancelled, .unavailable, .unreachable:
            self = .storageUnavailable
        }
    }

    /// How the detail begins where all is as it was.
    private static let nothingDone = "nothing was done"

    /// The same as an import is told it, whose first rows may be in the log.
    ///
    /// - Parameter rows: how many it has brought there.
    /// - Returns: the problem, in words that are true of the whole import.
    func ofImport(with rows: Int) -> Problem {
        let imported = rows == 1 ? "1 row was imported" : "\(rows) rows were imported"
        var problem = self
        if self == .outcomeUnknown {
            let known = rows > 0 ? "\(imported), and perhaps others" : "rows may have been imported"
            problem.detail = "\(known); a repeated import leaves out what is there"
        } else if rows > 0 {
            let known = "\(imported), and no others"
            problem.detail =
                detail.contains(Self.nothingDone)
                ? detail.replacing(Self.nothingDone, with: known) : "\(known): \(detail)"
        }
        return problem
    }

    // MARK: - The disk

    private static let storageFull = Problem(
        .storageFull,
        "\(nothingDone); it may work when there is room again",
        retryAfter: 5
    )

    /// What nobody did, for the log could not be asked.
    static let storageUnavailable = storageFault(nothingDone)

    /// As a balancer is told it, who asked for nothing to be done.
    static let logSilent = storageFault("the log does not answer")

    /// The same where a file of the log was taken away: no reader learns which.
    static let folderChanged = storageFault("a file of the data folder is gone")

    private static func storageFault(_ words: String) -> Problem {
        Problem(.storageUnavailable, "\(words); the server's log tells more", retryAfter: 5)
    }

    private static let outcomeUnknown = Problem(
        .outcomeUnknown,
        "it may have been done or not; repeated with the same Idempotency-Key, it is done once",
        retryAfter: 1
    )

    private static func diskFloor(limit: Int64, free: Int64) -> Problem {
        let detail = "\(nothingDone): \(limit) bytes of the disk are to stay free"
        return Problem(.diskFloor, detail, limit: limit, value: free)
    }

    private static func logQuota(limit: Int64, bytes: Int64) -> Problem {
        let detail = "\(nothingDone): the log may have \(limit) bytes"
        return Problem(.logQuota, detail, limit: limit, value: bytes)
    }

    private static func roomLimit(_ limit: Int) -> Problem {
        let (limit, detail) = (Int64(limit), "there may be \(limit) rooms, and there are")
        return Problem(.roomLimit, detail, limit: limit, value: limit + 1)
    }

    /// What cuts an answer off that has begun.
    private static let eventsRemoved = Problem(
        .cursorGone,
        "events were removed before they were read; begin again"
    )

    // MARK: - Too much

    private static func overloaded(_ limit: Int, _ detail: String) -> Problem {
        Problem(.overloaded, detail, limit: Int64(limit), retryAfter: 1)
    }

    private static let tooCostly = Problem(
        .tooCostly,
        "this read was ended; ask for less at once",
        retryAfter: 5
    )

    private static func searchTooCostly(_ limit: Duration) -> Problem {
        Problem(
            .searchTooCostly,
            "it was ended; ask for fewer or rarer words, or between two times",
            limit: limit.components.seconds,
            retryAfter: 5
        )
    }

    private static let searchUnavailable = Problem(
        .searchUnavailable,
        "the messages are untouched; POST /search/rebuild makes the index anew",
        retryAfter: 5
    )
}
