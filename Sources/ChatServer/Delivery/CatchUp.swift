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
    private let ahead = ReadAhead()
    private let requests: AsyncStream<PageRequest>
    private let inbox: AsyncStream<PageRequest>.Continuation

    /// Makes the service; it answers while it runs.
    ///
    /// - Parameters:
    ///   - store: what is read.
    ///   - limits: the size of a page, the reads at once and the requests that may wait.
    ///   - logger: told of reads that fail.
    init(store: ChatStore, limits: ServerLimits, logger: Logger) {
        self.store = store
        self.limits = limits
        self.logger = logger
        cache = PageCache(limit: limits.cachedPages)
        (requests, inbox) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(limits.connections)
        )
    }

    /// Asks for a page.
    ///
    /// Does not suspend; the answer comes to ``PageRequest/answer``, at once and `nil` when more
    /// requests wait than there can be connections.
    ///
    /// - Parameter request: what to read.
    func read(_ request: PageRequest) {
        if case .enqueued = inbox.yield(request) { return }
        request.answer(nil)
    }

    /// Answers requests until the group shuts down.
    ///
    /// Suspends for as long.
    func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                let gate = AsyncGate(width: limits.pageReads)
                for await request in requests {
                    await gate.enter()
                    group.addTask {
                        await answer(request)
                        await gate.leave()
                    }
                }
            }
        } onGracefulShutdown: {
            inbox.finish()
        }
    }

    /// Forgets what was read ahead for a stream that ended, or that takes its time.
    ///
    /// Does not suspend.
    ///
    /// - Parameter stream: of any loop.
    func forget(_ stream: StreamID) {
        ahead.forget(stream)
    }

    private func answer(_ request: PageRequest) async {
        if let source = request.source { return await answer(request, from: source) }
        do {
            if request.bytes > limits.pageBytes {
                try await answerAndReadAhead(request)
            } else {
                request.answer(try await shortPage(for: request))
            }
        } catch {
            logger.error("catch-up read failed", metadata: ["error": "\(error)"])
            request.answer(nil)
        }
    }

    private func shortPage(for request: PageRequest) async throws(StoreError) -> Page {
        if let known = cache.page(for: request) { return known }
        let page = page(of: try await read(request, limit: limits.pageEvents), for: request)
        cache.keep(page, for: request)
        return page
    }

    /// Answers with a large page; while it is put into its form, the next one is read.
    private func answerAndReadAhead(_ request: PageRequest) async throws(StoreError) {
        let known = await ahead.page(for: request.stream, after: request.after)
        let read = if let known { known } else { try await readLarge(request) }
        guard let next = place(after: read) else {
            return request.answer(page(of: read, for: request))
        }
        ahead.begin(for: request.stream, after: next)
        // The store's other threads read meanwhile; what it fails with, the next request meets.
        async let reading = try? readLarge(request, after: next)
        request.answer(page(of: read, for: request))
        ahead.finish(for: request.stream, after: next, with: await reading)
    }

    /// Its bytes bound it: each event counts for some.
    private func readLarge(
        _ request: PageRequest,
        after: Int64? = nil
    ) async throws(StoreError) -> EventPage {
        try await read(request, after: after, limit: request.bytes / EventQuery.eventBytes)
    }

    private func read(
        _ request: PageRequest,
        after: Int64? = nil,
        limit: Int
    ) async throws(StoreError) -> EventPage {
        var query = EventQuery.positions(
            in: request.rooms,
            after: after ?? request.after,
            through: request.through,
            filter: request.filter,
            limit: limits.pageEvents
        )
        // Set after it was made, which would bring it to the limit of a page.
        query.limit = limit
        query.byteLimit = request.bytes
        query.view = request.view
        return try await store.page(query)
    }

    /// Where the next page begins; `nil` when there is none.
    private func place(after read: EventPage) -> Int64? {
        read.isWhole ? nil : read.end?.position
    }

    private func answer(_ request: PageRequest, from source: PageSource) async {
        do {
            let (events, through) = try await source.read(request.after)
            let encoded = request.encoding.encode(events.lazy.map(Event.durable))
            request.answer(Page(encoded: encoded, events: events, through: through))
        } catch {
            logger.error("a search failed", metadata: ["error": "\(error)"])
            request.answer(nil)
        }
    }

    private func page(of read: EventPage, for request: PageRequest) -> Page {
        Page(
            encoded: request.encoding.encode(read.events.lazy.map(Event.durable)),
            events: read.events,
            // A whole page was all there is up to where it was asked to read.
            through: place(after: read) ?? request.through
        )
    }
}
