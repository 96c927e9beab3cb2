import ChatProtocol
import Testing

@testable import ChatStore

/// A store that shares its log with another, with what is needed to look at it.
struct PeerStore: Sendable {
    let store: ChatStore
    let engine: PeerLog
    let record = CommitRecord()

    /// Opens two stores of one log, lets both write while the body runs, and closes them.
    static func two(
        in folder: TemporaryFolder,
        tick: Duration = .seconds(3600),
        _ body: @Sendable (PeerStore, PeerStore) async throws -> Void
    ) async throws {
        let name = try #require(LogName("pair"))
        let database = try SQLiteDatabase(try DataFolder(folder.path), options: StoreOptions()) {
            name
        }
        let state = try database.logState()
        let first = PeerStore(state, database, tick: tick)
        let second = PeerStore(state, database, tick: tick)
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

    /// Opens a store on a database that can fail, and closes it after the body.
    static func one(
        in folder: TemporaryFolder,
        tick: Duration? = .seconds(3600),
        _ body: @Sendable (PeerStore, FaultDatabase) async throws -> Void
    ) async throws {
        let name = try #require(LogName("fault"))
        let real = try SQLiteDatabase(try DataFolder(folder.path), options: StoreOptions()) { name }
        let database = FaultDatabase(real)
        let peer = PeerStore(try real.logState(), database, tick: tick)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await peer.store.run { peer.record.add($0) } }
            defer { peer.store.close() }
            try await body(peer, database)
        }
    }

    private init(_ state: LogState, _ database: any SQLDatabase, tick: Duration?) {
        let clock = TestClock()
        engine = PeerLog(state, database: database, tick: tick) { clock.now }
        store = ChatStore(
            state,
            database: database,
            engine: engine,
            searchIndex: nil,
            options: StoreOptions(),
            clock: LogClock { clock.now }
        )
    }
}
