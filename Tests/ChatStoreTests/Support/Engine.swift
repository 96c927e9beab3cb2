import ChatStore
import Foundation
import Testing

/// A database that the store is tested on.
enum Engine: String, Sendable {
    case sqlite
    case postgres

    /// The one that the running test opens its stores on.
    @TaskLocal static var current = Engine.sqlite

    /// Those that this machine has.
    ///
    /// In CI it has to have both; by hand, who has no PostgreSQL goes without. `BURBLE_ENGINE`
    /// names one alone.
    static var here: [Engine] {
        let environment = ProcessInfo.processInfo.environment
        if let name = environment["BURBLE_ENGINE"] {
            return Engine(rawValue: name).map { [$0] } ?? []
        }
        guard ChatStore.hasPostgres else { return [.sqlite] }
        let isWanted = environment["CI"] != nil || TestCluster.isInstalled
        return isWanted ? [.sqlite, .postgres] : [.sqlite]
    }
}

/// Runs each test of a suite once on every engine.
struct EveryEngine: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing run: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let isForOne = test.traits.contains { $0 is SQLiteAlone }
        for engine in isForOne ? [.sqlite] : Engine.here {
            try await Engine.$current.withValue(engine) { try await run() }
        }
    }
}

/// Of a test in a suite with ``EveryEngine``: it asks something that only SQLite has.
struct SQLiteAlone: TestTrait {}

extension Trait where Self == EveryEngine {
    static var everyEngine: EveryEngine { EveryEngine() }
}

extension Trait where Self == SQLiteAlone {
    static var sqliteAlone: SQLiteAlone { SQLiteAlone() }
}

extension Trait where Self == ConditionTrait {
    /// Of a suite or test that has PostgreSQL alone.
    static var onPostgres: Self {
        .enabled(if: Engine.here.contains(.postgres), "needs PostgreSQL")
    }
}
