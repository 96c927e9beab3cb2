import ChatProtocol
import ChatStore
import Synchronization

/// The pages that were read last: streams that fall behind together ask for the same ones.
///
/// What the log holds up to a position changes by deletions alone, after which no page is kept.
final class PageCache: Sendable {
    /// What a page is found by.
    private struct Key: Hashable {
        let rooms: [RoomName]
        let encoding: Encoding
        let filter: EventFilter
        let view: EventView
        let after: Int64

        init(_ request: PageRequest) {
            rooms = request.rooms
            encoding = request.encoding
            filter = request.filter
            view = request.view
            after = request.after
        }
    }

    private struct State {
        var pages: [(key: Key, page: Page)] = []
        /// Counts how often all was forgotten.
        var age = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// Makes an empty cache.
    ///
    /// - Parameter limit: pages kept; the one that was read first goes first.
    init(limit: Int) {
        self.limit = limit
    }

    /// Finds the page that answers a request.
    ///
    /// - Returns: a page that begins where the request does and goes no further.
    func page(for request: PageRequest) -> Page? {
        let key = Key(request)
        return state.withLock { state in
            state.pages.first { $0.key == key && $0.page.through <= request.through }?.page
        }
    }

    /// How often all pages were forgotten, for ``keep(_:for:age:)``; does not suspend.
    var age: Int { state.withLock(\.age) }

    /// Forgets all pages, since texts in them were deleted, and those too that are being read.
    func forgetAll() {
        state.withLock { state in
            state.pages.removeAll()
            state.age += 1
        }
    }

    /// Keeps a page.
    ///
    /// - Parameters:
    ///   - page: complete up to its position.
    ///   - age: ``age`` before the page was read; if all was forgotten since, it is not kept.
    func keep(_ page: Page, for request: PageRequest, age: Int) {
        let key = Key(request)
        state.withLock { state in
            guard state.age == age else { return }
            state.pages.removeAll { $0.key == key }
            if state.pages.count >= limit { state.pages.removeFirst() }
            state.pages.append((key, page))
        }
    }
}
