import ChatProtocol
import Synchronization

/// Fetches that go on: a file is fetched once, however many ask for it at the same time.
final class SharedFetches: Sendable {
    typealias Fetch = Task<Result<Void, Problem>, Never>

    private let fetches = Mutex<[String: (fetch: Fetch, waiting: Int)]>([:])

    /// Joins the fetch of a file, or begins it.
    ///
    /// - Parameter begin: begins the fetch; does not suspend.
    /// - Returns: the fetch, which is left by ``leave(_:)``.
    func join(_ hash: String, _ begin: () -> Fetch) -> Fetch {
        fetches.withLock { fetches in
            let fetch = fetches[hash]?.fetch ?? begin()
            fetches[hash] = (fetch, (fetches[hash]?.waiting ?? 0) + 1)
            return fetch
        }
    }

    /// Leaves the fetch of a file, which is forgotten by the last.
    func leave(_ hash: String) {
        fetches.withLock { fetches in
            guard let entry = fetches[hash] else { return }
            fetches[hash] = entry.waiting > 1 ? (entry.fetch, entry.waiting - 1) : nil
        }
    }
}
