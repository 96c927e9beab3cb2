import Synchronization

@testable import ChatStore

/// A database that cannot be reached on demand.
final class FaultDatabase: SQLDatabase {
    private struct State {
        var failure: StoreError?
        var writeFailure: StoreError?
        var failures = 0
        var watchers: [(count: Int, told: CheckedContinuation<Void, Never>)] = []
    }

    private let real: any SQLDatabase
    private let state = Mutex(State())

    init(_ real: any SQLDatabase) {
        self.real = real
    }

    /// Lets everything fail from now on; `nil` heals it.
    func fail(with error: StoreError?) {
        state.withLock { state in
            state.failure = error
            state.failures = 0
        }
    }

    /// Lets all that writes fail from now on; `nil` heals it.
    func failWrites(with error: StoreError?) {
        state.withLock { $0.writeFailure = error }
    }

    /// Waits until so many calls have failed since ``fail(with:)``.
    func failed(_ count: Int) async {
        await withCheckedContinuation { told in
            let isThere = state.withLock { state in
                if state.failures >= count { return true }
                state.watchers.append((count, told))
                return false
            }
            if isThere { told.resume() }
        }
    }

    private func check(writes: Bool) throws(StoreError) {
        let (failure, reached) = state.withLock { state in
            guard let failure = state.failure ?? (writes ? state.writeFailure : nil) else {
                return (nil as StoreError?, [] as [CheckedContinuation<Void, Never>])
            }
            state.failures += 1
            let count = state.failures
            let reached = state.watchers.filter { $0.count <= count }.map(\.told)
            state.watchers.removeAll { $0.count <= count }
            return (failure, reached)
        }
        for told in reached { told.resume() }
        if let failure { throw failure }
    }

    func commit<Value>(_ body: (any SQLSession) throws -> Value) throws(StoreError) -> Value {
        try check(writes: true)
        return try real.commit(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        try check(writes: true)
        return try await real.write(body)
    }

    func checkpoint() async { await real.checkpoint() }

    var lostFile: String? { real.lostFile }

    func read<Value: Sendable>(
        _ kind: ReadKind,
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(StoreError) -> Value {
        try check(writes: false)
        return try await real.read(kind, body)
    }
}
