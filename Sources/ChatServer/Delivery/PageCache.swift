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

    private let pages = Mutex<[(key: Key, page: Page)]>([])
    private let limit: Int

    /// Makes an empty cache.
    ///
    /// - Parameter limit: pages kept; the one that was read first goes first.
    init(limit: Int) {
        self.limit = limit
    }

    /// Finds the page that answers a request.
    ///
    /// - Parameter request: of any stream.
    /// - Returns: a page that begins where the request does and goes no further.
    func page(for request: PageRequest) -> Page? {
        let key = Key(request)
        return pages.withLock { pages in
            pages.first { $0.key == key && $0.page.through <= request.through }?.page
        }
    }

    /// Forgets all pages, since texts in them were deleted.
    func forgetAll() {
        pages.withLock { $0.removeAll() }
    }

    /// Keeps a page.
    ///
    /// - Parameters:
    ///   - page: complete up to its position.
    ///   - request: what it answers.
    func keep(_ page: Page, for request: PageRequest) {
        let key = Key(request)
        pages.withLock { pages in
            pages.removeAll { $0.key == key }
            if pages.count >= limit { pages.removeFirst() }
            pages.append((key, page))
        }
    }
}
