import ChatProtocol
import ChatStore
import Logging
import StreamingHTTP
import Synchronization

/// What every route works with: the parts of a running server, made once and passed on.
struct House: Sendable {
    let store: ChatStore
    let rooms: Rooms
    let delivery: Delivery
    let attendance: Attendance
    let limiter: RateLimiter
    let search: SearchFollower
    let files: Files
    let sampler: Sampler
    let logBook: LogBook
    let operatorToken: OperatorToken
    let limits: ServerLimits
    let lifecycle: Lifecycle
    let uptime: @Sendable () -> Duration
    /// Lists of all rooms are made one at a time: each keeps a core busy for as long as it takes.
    let lists = ReadQueue(width: 1, limit: 256)

    /// Refuses new work while the server stops.
    ///
    /// - Throws: `503 draining`.
    func admit() throws(Problem) {
        guard !lifecycle.isDraining else { throw .draining }
    }

    /// Asks whether a member may write now, and takes what that costs: the one gate of every write.
    ///
    /// - Parameter author: whose write it is.
    /// - Throws: `503 draining` or `429 rate_limited`.
    func admitWrite(by author: MemberName) throws(Problem) {
        try admit()
        let wait = limiter.take(for: author, now: uptime())
        guard wait > .zero else { return }
        throw .rateLimited(perSecond: limits.messagesPerSecond, wait: wait)
    }

    /// Who sends a request.
    ///
    /// - Parameter authorization: the field's value; `nil` if there is none.
    /// - Returns: who it is, as far as the credentials tell.
    /// - Throws: `401 bad_credentials`.
    func identity(_ authorization: String?) throws(Problem) -> Identity {
        try Identity(authorization: authorization, operator: operatorToken)
    }

    /// Lets the operator alone pass.
    ///
    /// - Parameter authorization: the field's value; `nil` if there is none.
    /// - Throws: `401 bad_credentials`, `401 operator_needed` without credentials, or
    ///   `403 operator_needed`.
    func admitOperator(_ authorization: String?) throws(Problem) {
        let identity = try identity(authorization)
        guard !identity.isOperator else { return }
        throw .operatorNeeded(isUnknown: identity == .reader)
    }

    /// Posts what a member says or does in a room, which is made if there is none.
    ///
    /// Suspends until it is durable and every room has heard of it.
    ///
    /// - Parameter draft: its bounds checked.
    /// - Returns: the event, new or known by its key.
    /// - Throws: a problem for the client.
    func post(_ draft: Draft) async throws(Problem) -> Appended {
        try await rooms.room(making: draft.room).facts.admit(draft)
        let start = ContinuousClock.now
        let appended = try await attempt { () async throws(StoreError) in
            try await store.append(draft)
        }
        sampler.tally.posted(in: start.duration(to: .now))
        return appended
    }
}

/// Whether the server takes new work.
final class Lifecycle: Sendable {
    private let draining = Atomic<Bool>(false)

    /// True once the server has begun to stop.
    var isDraining: Bool { draining.load(ordering: .acquiring) }

    /// Begins to stop; there is no way back.
    ///
    /// Does not suspend.
    func drain() {
        draining.store(true, ordering: .releasing)
    }
}
