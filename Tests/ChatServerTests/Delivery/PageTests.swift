import ChatProtocol
import ChatStore
import Foundation
import Logging
import Testing

@testable import ChatServer

@Suite(.timeLimit(.minutes(10)))
struct PageTests {
    private func request(
        after: Int64,
        through: Int64,
        format: Format = .ndjson,
        filter: EventFilter = EventFilter(),
        answer: @escaping @Sendable (Page?) -> Void = { _ in }
    ) throws -> PageRequest {
        PageRequest(
            rooms: [try Fixture.room("a")],
            encoding: Encoding(format: format, namesRooms: false),
            filter: filter,
            view: .redacted,
            after: after,
            through: through,
            answer: answer
        )
    }

    private func page(through: Int64) -> Page {
        Page(encoded: EncodedEvents(bytes: [], ends: []), events: [], through: through)
    }

    @Test("A page is found by who asks for the same, and goes no further than asked for")
    func cache() throws {
        let cache = PageCache(limit: 2)
        cache.keep(page(through: 9), for: try request(after: 4, through: 9), age: cache.age)
        #expect(cache.page(for: try request(after: 4, through: 12))?.through == 9)
        #expect(cache.page(for: try request(after: 4, through: 8)) == nil)
        #expect(cache.page(for: try request(after: 5, through: 12)) == nil)
        #expect(cache.page(for: try request(after: 4, through: 12, format: .csv)) == nil)
        let other = EventFilter(match: "tea")
        #expect(cache.page(for: try request(after: 4, through: 12, filter: other)) == nil)
    }

    @Test("The cache keeps the pages that were read last, and one for each place")
    func cacheBound() throws {
        let cache = PageCache(limit: 2)
        cache.keep(page(through: 5), for: try request(after: 1, through: 5), age: cache.age)
        cache.keep(page(through: 6), for: try request(after: 2, through: 6), age: cache.age)
        cache.keep(page(through: 7), for: try request(after: 2, through: 7), age: cache.age)
        #expect(cache.page(for: try request(after: 1, through: 9))?.through == 5)
        #expect(cache.page(for: try request(after: 2, through: 9))?.through == 7)
        cache.keep(page(through: 8), for: try request(after: 3, through: 8), age: cache.age)
        #expect(cache.page(for: try request(after: 1, through: 9)) == nil)
        #expect(cache.page(for: try request(after: 3, through: 9))?.through == 8)
    }

    @Test("A page that was read before texts were deleted is not kept after it")
    func cacheForgets() throws {
        let cache = PageCache(limit: 2)
        let age = cache.age
        cache.keep(page(through: 5), for: try request(after: 1, through: 5), age: age)
        cache.forgetAll()
        cache.keep(page(through: 6), for: try request(after: 2, through: 6), age: age)
        #expect(cache.page(for: try request(after: 1, through: 9)) == nil)
        #expect(cache.page(for: try request(after: 2, through: 9)) == nil)
        cache.keep(page(through: 6), for: try request(after: 2, through: 6), age: cache.age)
        #expect(cache.page(for: try request(after: 2, through: 9)) != nil)
    }

    @Test("A page of long messages ends with the one that passes its bytes, and says how far it is")
    func byteBound() async throws {
        let pages = try await pages { limits in
            limits.pageBytes = 10_000
            limits.pageEvents = 100
        }
        #expect(pages.map { $0.events.count } == [3, 3, 3, 1])
        #expect(pages.map(\.through) == [3, 6, 9, 10])
    }

    @Test("A page has no more events than its bound, and the last one reaches what was asked for")
    func eventBound() async throws {
        let pages = try await pages { $0.pageEvents = 4 }
        #expect(pages.map { $0.events.count } == [4, 4, 2])
        #expect(pages.map(\.through) == [4, 8, 10])
    }

    /// Reads a log of ten messages of 4,000 bytes to its end.
    private func pages(_ adjust: (inout ServerLimits) -> Void) async throws -> [Page] {
        let folder = NSTemporaryDirectory() + "burble-pages-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 0) })
        var limits = ServerLimits()
        limits.pageBytes = .max
        adjust(&limits)
        let catchUp = CatchUp(store: store, limits: limits, logger: Logger(label: "test"))
        return try await withThrowingTaskGroup { tasks in
            tasks.addTask { await store.run { _ in } }
            tasks.addTask { await catchUp.run() }
            defer {
                store.close()
                tasks.cancelAll()
            }
            for _ in 1...10 { try await post(4000, to: store) }
            var pages: [Page] = []
            while (pages.last?.through ?? 0) < store.head {
                let after = pages.last?.through ?? 0
                pages.append(try await read(catchUp, after: after, store.head))
            }
            return pages
        }
    }

    private func post(_ bytes: Int, to store: ChatStore) async throws {
        _ = try await store.append(.said(String(repeating: "x", count: bytes)))
    }

    private func read(_ catchUp: CatchUp, after: Int64, _ through: Int64) async throws -> Page {
        let page = try await withCheckedThrowingContinuation { continuation in
            do {
                catchUp.read(
                    try request(after: after, through: through) {
                        continuation.resume(returning: $0)
                    }
                )
            } catch {
                continuation.resume(throwing: error)
            }
        }
        return try #require(page)
    }
}
