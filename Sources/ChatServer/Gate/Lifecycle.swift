import Synchronization

/// Whether the server takes new work.
final class Lifecycle: Sendable {
    private enum Phase: UInt8, AtomicRepresentable {
        case starting
        case serving
        case draining
    }

    private let phase = Atomic(Phase.starting)

    /// True once connections are taken, and until the server has begun to stop.
    var isServing: Bool { phase.load(ordering: .acquiring) == .serving }

    /// True once the server has begun to stop.
    var isDraining: Bool { phase.load(ordering: .acquiring) == .draining }

    /// Takes connections from now on, unless the server has begun to stop.
    ///
    /// Does not suspend.
    func serve() {
        _ = phase.compareExchange(
            expected: .starting,
            desired: .serving,
            ordering: .acquiringAndReleasing
        )
    }

    /// Begins to stop; there is no way back.
    ///
    /// Does not suspend.
    func drain() {
        phase.store(.draining, ordering: .releasing)
    }
}
