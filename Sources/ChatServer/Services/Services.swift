import AsyncSignals
import ChatProtocol
import ChatStore
import Logging
import StreamingHTTP

/// What every route works with: the parts of a running server, made once and passed on.
///
/// A class, since every request holds it, and most of its parts.
final class Services: Sendable {
    let delivery: Delivery
    let catchUp: CatchUp
    let presence: PresenceTracker
    /// Decides who may do what; the routes reach rooms and messages through it alone.
    let gate: Gate
    let search: SearchFollower
    let files: Files
    let sampler: Sampler
    let logBook: LogBook
    /// Lists of all rooms are made one at a time: each keeps a core busy for as long as it takes.
    let lists: AsyncSemaphore<FairOrder>
    /// Sent once, when streams of rows are to end before the server cuts off who did not go.
    let rowsEnd: ChangeSignal

    // What the gate decides by is the same for all.
    var store: ChatStore { gate.store }
    var rooms: Rooms { gate.rooms }
    var settings: LiveSettings { gate.settings }
    var lifecycle: Lifecycle { gate.lifecycle }
    var uptime: @Sendable () -> Duration { gate.uptime }

    /// The bounds, as they are now.
    var limits: ServerLimits { settings.limits }

    /// Puts the parts together.
    ///
    /// - Parameters:
    ///   - catchUp: reads the log for streams that are behind.
    ///   - gate: decides who may do what, with the log, the rooms and the settings.
    ///   - search: keeps the search index up to date.
    init(
        delivery: Delivery,
        catchUp: CatchUp,
        presence: PresenceTracker,
        gate: Gate,
        search: SearchFollower,
        files: Files,
        sampler: Sampler,
        logBook: LogBook
    ) {
        self.delivery = delivery
        self.catchUp = catchUp
        self.presence = presence
        self.gate = gate
        self.search = search
        self.files = files
        self.sampler = sampler
        self.logBook = logBook
        lists = AsyncSemaphore(width: 1, order: FairOrder())
        rowsEnd = ChangeSignal()
    }

    /// Makes the same services with another gate.
    private init(_ other: Services, _ gate: Gate) {
        self.gate = gate
        delivery = other.delivery
        catchUp = other.catchUp
        presence = other.presence
        search = other.search
        files = other.files
        sampler = other.sampler
        logBook = other.logBook
        lists = other.lists
        rowsEnd = other.rowsEnd
    }

    /// The same services, as those see it who come in by one address.
    ///
    /// - Parameter isSafe: whether the server itself encrypts the connections there.
    func reached(safely isSafe: Bool) -> Services {
        isSafe ? Services(self, Gate(encrypting: gate)) : self
    }

    /// Forgets what is remembered of a room by its name, which was taken away, and tells its
    /// streams: another one may have the name next, and be somebody else's.
    ///
    /// Does not suspend: streams are told on their loops, before those hear of another room.
    ///
    /// - Parameter room: as the log named it.
    func forget(_ room: RoomName) {
        catchUp.forgetAll()
        delivery.drop(room, .roomNotFound(room))
        files.forget(room)
        sampler.activity.forget(room)
    }

    /// Takes over what is to be known before the next commit is shown.
    ///
    /// Does not suspend: streams are told on their loops, before those hear of the commit.
    func take(_ news: LogNews) {
        if let access = news.access { gate.accounts.take(access) }
        if let tables = news.tables { gate.accounts.take(tables) }
        guard !news.rooms.isEmpty else { return }
        for room in rooms.takeAnew(news.rooms) { forget(room) }
        catchUp.forgetAll()
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
    ///   three seconds, and where a file of the data folder was taken away.
    func admitTraffic() throws(Problem) {
        try admit()
        guard store.lostFile == nil else { throw .folderChanged }
        guard !store.contact.isLost(for: Self.contactPatience) else { throw .logSilent }
    }
}
