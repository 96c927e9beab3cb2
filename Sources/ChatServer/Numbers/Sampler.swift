import AsyncSignals
import ChatProtocol
import ChatStore
import DequeModule
import ServiceLifecycle
import StreamingHTTP
import Synchronization

/// Takes the server's numbers once a second, for everyone who asks: what it costs does not depend
/// on how many look.
final class Sampler: Service {
    /// Samples that are kept, a second each: a rate is told over a minute at the most.
    static let kept = 61
    /// Busy rooms that somebody is told of.
    static let busiest = 20

    let tally = Tally()
    let answers = AnswerCounts()
    let connections = Connections()
    let activity: ActivityBook
    let signal = ChangeSignal()
    private let samples = Mutex<Deque<(number: Int, sample: Sample)>>([])
    private let store: ChatStore
    private let rooms: Rooms
    private let delivery: Delivery
    private let presence: PresenceTracker
    private let folder: String
    private let traces: Traces?
    private let uptime: @Sendable () -> Duration

    /// Makes the service; it samples while it runs.
    ///
    /// - Parameters:
    ///   - traces: where they go; `nil` for none.
    ///   - uptime: a clock that never goes back.
    init(
        store: ChatStore,
        rooms: Rooms,
        delivery: Delivery,
        presence: PresenceTracker,
        folder: String,
        traces: Traces? = nil,
        uptime: @escaping @Sendable () -> Duration
    ) {
        self.store = store
        self.rooms = rooms
        self.delivery = delivery
        self.presence = presence
        self.folder = folder
        self.traces = traces
        self.uptime = uptime
        activity = ActivityBook(uptime: uptime)
    }

    /// Counts a commit; called by the tail alone.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - commit: what is durable. What another process wrote is counted there, so that the counts
    ///     of all add up; but what is said in a room is the same everywhere.
    func note(_ batch: CommitBatch, of commit: Commit) {
        if commit.isOwn { tally.committed(batch, in: commit.duration) }
        activity.note(batch, at: store.clock.now)
    }

    /// Samples once a second until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await repeatUntilShutdown(every: .seconds(1)) { self.keep(await self.sample()) }
    }

    private func keep(_ sample: Sample) {
        samples.withLock { samples in
            let number = (samples.last?.number ?? 0) + 1
            if samples.count >= Self.kept { samples.removeFirst() }
            // The rooms are told of the newest alone.
            if let last = samples.indices.last { samples[last].sample.busiest = [] }
            samples.append((number, sample))
        }
        signal.send()
    }

    /// Takes the numbers of this moment.
    ///
    /// Suspends for a hop to each event loop.
    ///
    /// - Parameter namesRooms: whether the busiest rooms are looked for too.
    func sample(namesRooms: Bool = true) async -> Sample {
        var sample = Sample()
        sample.delivery = await delivery.count()
        sample.at = store.clock.now
        sample.uptime = uptime()
        sample.tally = tally.counts
        sample.answers = answers.byStatus
        sample.connections = connections.count
        sample.received = connections.traffic.received
        sample.sent = connections.traffic.sent
        sample.waiting = store.waitingWrites
        sample.rooms = rooms.count
        sample.members = presence.memberCount
        sample.process = .now(dataFolder: folder)
        sample.spans = traces?.counts()
        if namesRooms { sample.busiest = activity.busiest() }
        return sample
    }

    /// What the newest sample says, and how it came to it.
    ///
    /// Does not suspend.
    ///
    /// - Parameter seconds: over how many the rates are told; fewer if the server is younger.
    /// - Returns: the samples' running number too; `nil` before the first.
    func statistics(over seconds: Int) -> (number: Int, statistics: Statistics)? {
        samples.withLock { samples in
            guard let newest = samples.last else { return nil }
            let index = max(0, samples.count - 1 - seconds)
            let earlier = samples[index].sample
            return (newest.number, Statistics(now: newest.sample, earlier: earlier))
        }
    }
}
