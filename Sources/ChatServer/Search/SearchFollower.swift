import ChatStore
import Logging
import ServiceLifecycle

/// Keeps the search index close behind the log, in batches and with pauses, so that posts do not
/// notice; while many come it falls behind.
struct SearchFollower: Service {
    private let store: ChatStore
    private let limits: ServerLimits
    private let logger: Logger
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// Makes the service; it follows while it runs.
    ///
    /// - Parameters:
    ///   - limits: the pause and the size of a batch.
    ///   - logger: told when the index fails.
    init(store: ChatStore, limits: ServerLimits, logger: Logger) {
        self.store = store
        self.limits = limits
        self.logger = logger
        // One ring is as good as many: it takes up all that is there.
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Tells that something was committed.
    ///
    /// Does not suspend.
    func ring() {
        bell.yield()
    }

    /// Follows until the group shuts down; what is missing then is taken up at the next start.
    ///
    /// Suspends for as long.
    func run() async {
        await withGracefulShutdownHandler {
            ring()
            for await _ in rings {
                // Cancelled, it would go on at once, and the next ring never comes.
                try? await Task.sleep(for: .milliseconds(limits.searchPauseMilliseconds))
                await followLog()
            }
        } onGracefulShutdown: {
            bell.finish()
        }
    }

    private func followLog() async {
        let clock = ContinuousClock()
        var pace = SearchPace(givesWay: limits.searchGivesWay)
        do {
            while !Task.isShuttingDownGracefully {
                let (start, head) = (clock.now, store.head)
                let progress = try await store.followSearch(limit: limits.searchEvents)
                guard progress.behind > 0 else { return }
                try await Task.sleep(for: pace.pause(after: clock.now - start))
                pace.note(store.head - head, in: clock.now - start)
            }
        } catch {
            logger.tell(.error, "the search index failed", because: error)
        }
    }

    /// Takes up what came last, for a search that shall find it.
    ///
    /// Suspends for a few batches at the most.
    ///
    /// - Returns: how far the index is then.
    func hurry() async throws(StoreError) -> SearchProgress {
        var progress = try await store.searchProgress()
        for _ in 0..<limits.searchBatches where progress.behind > 0 {
            progress = try await store.followSearch(limit: limits.searchEvents)
        }
        return progress
    }
}
