import Synchronization

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
