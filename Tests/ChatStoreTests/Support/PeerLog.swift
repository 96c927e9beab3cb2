import AsyncSignals
import ChatProtocol
import Synchronization

@testable import ChatStore

/// The engine of a store whose log others write too: what they committed is read from the database
/// that they share.
final class PeerLog: LogEngine {
    let tick: Duration?
    private let own: SerialLog
    private let log: LogName
    private let database: any SQLDatabase
    private let through = Mutex<Int64>(0)
    /// Whether it does not look at what others commit.
    let isDeaf = Atomic<Bool>(false)
    /// Whether the database lacks what this one handed on.
    let hasLost = Atomic<Bool>(false)
    /// Since when it answers nothing.
    let silence = Mutex<ContinuousClock.Instant?>(nil)
    private let wake = HeldListener<Void>()

    init(
        _ state: LogState,
        database: any SQLDatabase,
        tick: Duration?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        log = state.name
        self.database = database
        self.tick = tick
        through.withLock { $0 = state.head }
        own = SerialLog(
            database: database,
            log: state.name,
            options: StoreOptions(),
            space: DiskSpace(folder: "/", floor: 0),
            now: now
        )
    }

    func start(wake: @escaping @Sendable () -> Void) {
        self.wake.set { wake() }
    }

    /// Tells that another one has committed.
    func ring() { wake.tell(()) }

    func refusal(beside bytes: Int) -> StoreError? { nil }

    var silentSince: ContinuousClock.Instant? { silence.withLock { $0 } }

    func confirm(_ session: any SQLSession) throws {
        if hasLost.load(ordering: .relaxed) { throw StoreError.unreachable("some of it is lost") }
    }

    func access(_ session: any SQLSession) throws -> AccessMark {
        try AccessMark.read(session) ?? AccessMark()
    }

    func turn(_ batch: Batch, handOn: (Commit) -> Void) throws(StoreError) -> BatchOutcome {
        var failure: StoreError?
        let outcome = try own.turn(batch) { commit in
            do throws(StoreError) {
                try readOn(before: commit.first, handOn)
                through.withLock { $0 = commit.last }
                handOn(commit)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return outcome
    }

    func follow(handOn: (Commit) -> Void) throws(StoreError) {
        guard !isDeaf.load(ordering: .relaxed) else { return }
        try readOn(before: .max, handOn)
    }

    private func readOn(before end: Int64, _ handOn: (Commit) -> Void) throws(StoreError) {
        let start = through.withLock { $0 }
        let (others, madeAt) = try database.commit { session in
            let events = try session.events(after: start, limit: 1000, of: log)
            let others = events.filter { $0.cursor?.position ?? 0 < end }
            return (others, try Self.madeAt(others, in: session))
        }
        guard let last = others.last?.cursor?.position else { return }
        through.withLock { $0 = last }
        handOn(Commit(events: others, first: start + 1, last: last, isOwn: false, madeAt: madeAt))
    }

    private static func madeAt(
        _ events: [DurableEvent],
        in session: any SQLSession
    ) throws -> [RoomName: Timestamp] {
        var times: [RoomName: Timestamp] = [:]
        for event in events where event.seq == 1 {
            let room = [SQLValue.text(event.room.description)]
            let time = try session.row("SELECT created_at FROM rooms WHERE name = $1", room) {
                Timestamp(milliseconds: try $0.integer(0))
            }
            if let time { times[event.room] = time }
        }
        return times
    }
}
