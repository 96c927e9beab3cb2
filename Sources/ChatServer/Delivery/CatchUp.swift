import ChatProtocol
import ChatStore
import Logging
import ServiceLifecycle

/// Reads the log for streams that are behind, off the event loops and a few at a time.
///
/// A stream has one request under way at the most, so what waits here is bounded by the streams.
struct CatchUp: Service {
    private let store: ChatStore
    private let limits: ServerLimits
    private let logger: Logger
    private let cache: PageCache
    private let outage: Outage
    private let requests: AsyncStream<PageRequest>
    private let inbox: AsyncStream<PageRequest>.Continuation

    /// Makes the service; it answers while it runs.
    ///
    /// - Parameters:
    ///   - limits: the size of a page, the reads at once and the requests that may wait.
    ///   - logger: told of reads that fail.
    ///   - patience: how long streams that are behind wait for a log that does not answer.
    init(
        store: ChatStore,
        limits: ServerLimits,
        logger: Logger,
        patience: Duration = .seconds(15)
    ) {
        self.store = store
        self.limits = limits
        self.logger = logger
        cache = PageCache(limit: limits.cachedPages)
        outage = Outage(patience: patience)
        (requests, inbox) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(limits.connections)
        )
    }

    /// Asks for a page.
    ///
    /// Does not suspend; the answer comes to ``PageRequest/answer``, at once and `nil` when more
    /// requests wait than there can be connections.
    func read(_ request: PageRequest) {
        if case .enqueued = inbox.yield(request) { return }
        request.answer(nil)
    }

    /// Forgets the pages that are kept, if a commit deleted texts.
    ///
    /// Does not suspend; a page that is being read at the time is not kept.
    func forget(after commit: CommitBatch) {
        if commit.rooms.values.contains(where: \.withdraws) { cache.forgetAll() }
    }

    /// Forgets the pages that are kept, after a room was taken away.
    ///
    /// Does not suspend.
    func forgetAll() { cache.forgetAll() }

    /// Answers requests until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await withGracefulShutdownHandler {
            await withTaskGroup(of: Void.self) { group in
                var reads = 0
                for await request in requests {
                    if reads == limits.pageReads { await group.next() } else { reads += 1 }
                    group.addTask { await answer(request) }
                }
            }
        } onGracefulShutdown: {
            inbox.finish()
        }
    }

    /// Answers a request, when the log answers again if need be: the stream stays and is silent.
    private func answer(_ request: PageRequest) async {
        var pause = Duration.milliseconds(50)
        while true {
            do throws(StoreError) {
                let page = try await page(for: request)
                outage.end()
                return request.answer(page)
            } catch {
                guard outage.isToBeWaitedOut(after: error), await sleep(for: pause) else {
                    logger.tell(.error, "catch-up read failed", because: error)
                    return request.answer(nil)
                }
            }
            pause = min(pause * 2, .seconds(1))
        }
    }

    /// Sleeps; false when the server stops meanwhile.
    private func sleep(for pause: Duration) async -> Bool {
        await cancelWhenGracefulShutdown {
            do {
                try await Task.sleep(for: pause)
                return true
            } catch { return false }
        }
    }

    private func page(for request: PageRequest) async throws(StoreError) -> Page {
        if let known = cache.page(for: request) { return known }
        let age = cache.age
        var query = EventQuery.positions(
            in: request.rooms,
            after: request.after,
            through: request.through,
            filter: request.filter,
            limit: limits.pageEvents
        )
        query.byteLimit = limits.pageBytes
        query.view = request.view
        query.tellsCuts = true
        let read = try await store.page(query)
        let page = Page(
            encoded: request.encoding.encode(read.events.lazy.map(Event.durable)),
            events: read.events,
            // A whole page was all there is up to where it was asked to read.
            through: (read.isWhole ? nil : read.end?.position) ?? request.through,
            cuts: read.cuts
        )
        cache.keep(page, for: request, age: age)
        return page
    }
}
