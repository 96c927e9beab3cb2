import ChatProtocol
import Synchronization
import Testing

@testable import ChatStore

/// The engine of a store whose log others write too: what they committed is read from the database
/// that they share.
final class PeerLog: LogEngine {
    let tick: Duration?
    private let own: SerialLog
    private let log: LogName
    private let database: any SQLDatabase
    private let through = Mutex<Int64>(0)
    private let wake = Mutex<(@Sendable () -> Void)?>(nil)

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
            room: DiskRoom(folder: "/", floor: 0),
            now: now
        )
    }

    func start(wake: @escaping @Sendable () -> Void) {
        self.wake.withLock { $0 = wake }
    }

    /// Tells that another one has committed.
    func ring() { wake.withLock { $0 }?() }

    func refusal() -> StoreError? { nil }

    func turn(
        _ batch: Batch,
        handOn: (Commit) -> Void
    ) throws(StoreError) -> BatchOutcome {
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
        try readOn(before: .max, handOn)
    }

    private func readOn(before end: Int64, _ handOn: (Commit) -> Void) throws(StoreError) {
        let start = through.withLock { $0 }
        let events = try database.commit { session in
            var reader = EventReader(log: log)
            let values = [SQLValue.integer(start), .integer(1000)]
            return try session.rows(Statements.nextEvents, values) { try reader.event(from: $0) }
        }
        let others = events.filter { $0.cursor?.position ?? 0 < end }
        guard let last = others.last?.cursor?.position else { return }
        through.withLock { $0 = last }
        handOn(Commit(events: others, first: start + 1, last: last, isOwn: false))
    }
}

/// A store that shares its log with another, with what is needed to look at it.
struct PeerStore: Sendable {
    let store: ChatStore
    let engine: PeerLog
    let record = CommitRecord()

    /// Opens two stores of one log, lets both write while the body runs, and closes them.
    static func two(
        in folder: TemporaryFolder,
        tick: Duration? = nil,
        _ body: @Sendable (PeerStore, PeerStore) async throws -> Void
    ) async throws {
        let name = try #require(LogName("pair"))
        let database = try SQLiteDatabase(try DataFolder(folder.path), options: StoreOptions()) {
            name
        }
        let first = try PeerStore(database, tick: tick)
        let second = try PeerStore(database, tick: tick)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for peer in [first, second] {
                group.addTask { await peer.store.run { peer.record.add($0) } }
            }
            defer {
                first.store.close()
                second.store.close()
            }
            try await body(first, second)
        }
    }

    private init(_ database: SQLiteDatabase, tick: Duration?) throws {
        let clock = TestClock()
        let state = try database.logState()
        engine = PeerLog(state, database: database, tick: tick) { clock.now }
        store = ChatStore(
            state,
            database: database,
            engine: engine,
            searchIndex: nil,
            options: StoreOptions()
        ) { clock.now }
    }
}
