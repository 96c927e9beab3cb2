import ChatStore
import Synchronization

/// The next page of each long read, which is read while the one before is put into its form and
/// sent.
///
/// A stream has one such page at the most. Whoever begins one ends it, whatever becomes of the
/// stream, so that nobody waits for ever.
final class ReadAhead: Sendable {
    private enum Entry {
        case reading
        /// The stream has asked for it before it was there.
        case awaited(CheckedContinuation<EventPage?, Never>)
        case read(EventPage)
    }

    private let entries = Mutex<[StreamID: (after: Int64, entry: Entry)]>([:])

    /// How many pages are here or on their way.
    var count: Int { entries.withLock(\.count) }

    /// Tells whether a stream waits for its page.
    ///
    /// - Parameter stream: any.
    /// - Returns: false also when the page is there.
    func isAwaited(by stream: StreamID) -> Bool {
        entries.withLock { entries in
            if case .awaited = entries[stream]?.entry { true } else { false }
        }
    }

    /// Says that a stream's next page is being read; ``finish(for:after:with:)`` must follow.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - stream: which has none so far.
    ///   - after: the position of the last event that is not in the page.
    func begin(for stream: StreamID, after: Int64) {
        entries.withLock { $0[stream] = (after, .reading) }
    }

    /// Takes a page that was read, for a stream that still wants it.
    ///
    /// Does not suspend.
    ///
    /// - Parameters:
    ///   - stream: for which it was begun.
    ///   - after: the position with which it was begun.
    ///   - page: `nil` when it could not be read.
    func finish(for stream: StreamID, after: Int64, with page: EventPage?) {
        let waiting: CheckedContinuation<EventPage?, Never>? = entries.withLock { entries in
            guard let known = entries[stream], known.after == after else { return nil }
            if case .awaited(let waiting) = known.entry {
                entries[stream] = nil
                return waiting
            }
            entries[stream] = page.map { (after, .read($0)) }
            return nil
        }
        waiting?.resume(returning: page)
    }

    /// Hands out a stream's next page, once.
    ///
    /// Suspends while it is being read.
    ///
    /// - Parameters:
    ///   - stream: whose page is wanted.
    ///   - after: where it is to begin.
    /// - Returns: `nil` when none was begun there, or when it could not be read.
    func page(for stream: StreamID, after: Int64) async -> EventPage? {
        await withCheckedContinuation { waiting in
            let known: EventPage?? = entries.withLock { entries in
                guard let known = entries[stream] else { return .some(nil) }
                guard known.after == after else {
                    entries[stream] = nil
                    return .some(nil)
                }
                switch known.entry {
                case .read(let page):
                    entries[stream] = nil
                    return page
                case .reading:
                    entries[stream] = (after, .awaited(waiting))
                    return nil
                case .awaited:
                    return .some(nil)
                }
            }
            if let known { waiting.resume(returning: known) }
        }
    }

    /// Drops a stream's page; who waits for it gets none.
    ///
    /// Does not suspend.
    ///
    /// - Parameter stream: any.
    func forget(_ stream: StreamID) {
        let dropped = entries.withLock { $0.removeValue(forKey: stream) }
        if case .awaited(let waiting) = dropped?.entry { waiting.resume(returning: nil) }
    }
}
