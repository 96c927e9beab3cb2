#if Postgres
import ChatProtocol
import Testing

@testable import ChatStore

/// One of several stores on one schema of PostgreSQL, as several servers have them.
struct SharedStore: Sendable {
    let store: ChatStore
    let record = CommitRecord()
    /// Of its search index.
    private let folder: TemporaryFolder

    /// Opens some stores of one log, lets all write while the body runs, and closes them.
    ///
    /// - Parameter addresses: of one schema, for each; none for a schema of their own.
    /// - Throws: what the body threw, or a store that could not be opened.
    static func some(
        _ count: Int,
        at addresses: DatabaseAddress...,
        options: StoreOptions = StoreOptions(),
        _ body: @Sendable ([SharedStore]) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let new = try addresses.isEmpty ? TestCluster.shared.get().address(of: folder) : nil
        let all = try (0..<count).map { number in
            var options = options
            options.nodeName = "n\(number)"
            return try SharedStore(at: new ?? addresses[number % addresses.count], options)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for one in all {
                group.addTask { await one.store.run { one.record.add($0) } }
            }
            defer { for one in all { one.store.close() } }
            try await body(all)
        }
    }

    private init(at address: DatabaseAddress, _ options: StoreOptions) throws {
        folder = try TemporaryFolder()
        // Its times are the database's: this clock stands in 2027.
        store = try ChatStore.open(database: address, folder: folder.path, options: options) {
            TestClock().now
        }
    }

    /// All that it handed on.
    var events: [DurableEvent] { record.all.flatMap(\.events) }
}
#endif
