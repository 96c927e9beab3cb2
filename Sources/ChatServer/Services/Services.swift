import ChatProtocol
import ChatStore
import Logging
import StreamingHTTP

/// What every route works with: the parts of a running server, made once and passed on.
struct Services: Sendable {
    let store: ChatStore
    let rooms: Rooms
    let delivery: Delivery
    let catchUp: CatchUp
    let presence: PresenceTracker
    /// Decides who may do what; the routes reach rooms and messages through it alone.
    private(set) var gate: Gate
    let search: SearchFollower
    let files: Files
    let sampler: Sampler
    let logBook: LogBook
    let limits: ServerLimits
    let lifecycle: Lifecycle
    let uptime: @Sendable () -> Duration
    /// Lists of all rooms are made one at a time: each keeps a core busy for as long as it takes.
    let lists = AsyncSemaphore(width: 1, limit: 256)

    /// The same services, as those see it who come in by one address.
    ///
    /// - Parameter isSafe: whether the server itself encrypts the connections there.
    /// - Returns: the services.
    func reached(safely isSafe: Bool) -> Services {
        guard isSafe else { return self }
        var services = self
        services.gate = Gate(encrypting: gate)
        return services
    }

    /// Refuses new work while the server stops.
    ///
    /// - Throws: `503 draining`.
    func admit() throws(Problem) { try gate.admit() }

    /// How long the log may fail to answer until work is better sent elsewhere.
    private static let contactPatience = Duration.seconds(3)

    /// Tells whether work may be sent here.
    ///
    /// - Throws: `503 draining`, or `503 storage_unavailable` once the log has not answered for
    ///   three seconds.
    func admitTraffic() throws(Problem) {
        try admit()
        guard !store.contact.isLost(for: Self.contactPatience) else { throw .storageUnavailable }
    }
}
