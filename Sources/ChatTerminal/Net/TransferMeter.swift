import ChatClient
import Synchronization

/// Passes on how a transfer goes, no more often than people can see.
final class TransferMeter: Sendable {
    /// The shortest time between two reports of bytes.
    private static let interval = Duration.milliseconds(100)

    private let last = Mutex<ContinuousClock.Instant?>(nil)
    private let report: @Sendable (TransferProgress) async -> Void

    /// Makes one.
    init(report: @escaping @Sendable (TransferProgress) async -> Void) {
        self.report = report
    }

    /// Takes a report.
    ///
    /// Suspends for as long as whoever is told does.
    ///
    /// - Parameter progress: passed on if it is news, the end, or late enough.
    func take(_ progress: TransferProgress) async {
        let now = ContinuousClock.now
        var isNews = true
        if case .moved(let done, let total) = progress, done != total {
            isNews = last.withLock { last in
                if let last, last.duration(to: now) < Self.interval { return false }
                last = now
                return true
            }
        }
        if isNews { await report(progress) }
    }
}
