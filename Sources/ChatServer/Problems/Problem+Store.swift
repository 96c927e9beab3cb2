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

    private static let storageFull: Problem = {
        var problem = Problem(.storageFull, "\(nothingDone); it may work when there is room again")
        problem.retryAfter = 5
        return problem
    }()

    /// What nobody did, for the log could not be asked.
    static let storageUnavailable: Problem = {
        var problem = Problem(.storageUnavailable, "\(nothingDone); the server's log tells more")
        problem.retryAfter = 5
        return problem
    }()

    /// As a balancer is told it, who asked for nothing to be done.
    static let logSilent: Problem = {
        var problem = Problem.storageUnavailable
        problem.detail = "the log does not answer; the server's log tells more"
        return problem
    }()

    /// The same where a file of the log was taken away: no reader learns which.
    static let folderChanged: Problem = {
        var problem = Problem.storageUnavailable
        problem.detail = "a file of the data folder is gone; the server's log tells more"
        return problem
    }()

    private static let outcomeUnknown: Problem = {
        var problem = Problem(
            .outcomeUnknown,
            "it may have been done or not; repeated with the same Idempotency-Key, it is done once"
        )
        problem.retryAfter = 1
        return problem
    }()

    private static func diskFloor(limit: Int64, free: Int64) -> Problem {
        var problem = Problem(
            .diskFloor,
            "\(nothingDone): \(limit) bytes of the disk are to stay free"
        )
        problem.limit = limit
        problem.value = free
        return problem
    }

    private static func logQuota(limit: Int64, bytes: Int64) -> Problem {
        var problem = Problem(.logQuota, "\(nothingDone): the log may have \(limit) bytes")
        problem.limit = limit
        problem.value = bytes
        return problem
    }

    private static func roomLimit(_ limit: Int) -> Problem {
        var problem = Problem(.roomLimit, "there may be \(limit) rooms, and there are")
        problem.limit = Int64(limit)
        problem.value = Int64(limit) + 1
        return problem
    }

    /// What cuts an answer off that has begun.
    private static let eventsRemoved = Problem(
        .cursorGone,
        "events were removed before they were read; begin again"
    )

    // MARK: - Too much

    private static func overloaded(_ limit: Int, _ detail: String) -> Problem {
        var problem = Problem(.overloaded, detail)
        problem.limit = Int64(limit)
        problem.retryAfter = 1
        return problem
    }

    private static let tooCostly: Problem = {
        var problem = Problem(.tooCostly, "this read was ended; ask for less at once")
        problem.retryAfter = 5
        return problem
    }()

    private static func searchTooCostly(_ limit: Duration) -> Problem {
        var problem = Problem(
            .searchTooCostly,
            "it was ended; ask for fewer or rarer words, or between two times"
        )
        problem.limit = limit.components.seconds
        problem.retryAfter = 5
        return problem
    }

    private static let searchUnavailable: Problem = {
        var problem = Problem(
            .searchUnavailable,
            "the messages are untouched; POST /search/rebuild makes the index anew"
        )
        problem.retryAfter = 5
        return problem
    }()
}
