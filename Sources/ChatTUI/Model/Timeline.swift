import ChatProtocol

/// The part of a room's log that the client holds: events in order of `seq`, each once.
struct Timeline: Sendable {
    /// Events that are kept; the oldest are dropped, and come back when one scrolls up to them.
    static let eventLimit = 5_000
    /// Events that are kept while one reads old ones; at this bound no more history is loaded.
    static let readingLimit = 20_000
    /// The `seq`s that are taken: the wire may say anything, and sums of these stay numbers.
    static let seqs: ClosedRange<Int64> = 1...WireNumber.maximum
    /// Events beyond a bound before the oldest are dropped, so that this is done seldom.
    private static let slack = 256

    private(set) var events: [DurableEvent] = []
    /// The `seq`s that the server has spoken of, with an event or without one.
    private(set) var known = SeqRanges()
    /// The `seq`s that the server says are gone.
    private(set) var lost = SeqRanges()
    private(set) var appliedChanges: [Int64: AppliedChanges] = [:]
    /// Whether the server said that the room's first event is held, or that there is none.
    private var isAtStart = false

    /// Whether nothing lies before the first event.
    var reachesStart: Bool {
        guard let first = events.first?.seq else { return isAtStart }
        return known.hole(after: 0, before: first) == nil
    }

    /// The newest `seq`; 0 if there is none.
    var last: Int64 { events.last?.seq ?? 0 }

    /// Takes an event from the stream.
    @discardableResult
    mutating func insert(_ event: DurableEvent) -> Bool {
        guard Self.seqs.contains(event.seq), index(of: event.seq) == nil else { return false }
        if event.seq > last {
            events.append(event)
        } else {
            events.insert(event, at: firstIndex(atOrAfter: event.seq))
        }
        known.insert(event.seq...event.seq)
        amend(event)
        return true
    }

    /// Takes a page of history, which tells of all `seq`s from its first event to its end.
    ///
    /// - Parameters:
    ///   - page: events of this room in any order.
    ///   - after: the `seq` the page was asked to begin after; `nil` if it was not.
    ///   - before: the `seq` the page was asked to end before; `nil` for the newest page.
    ///   - atStart: whether nothing lies before it.
    mutating func merge(
        _ page: [DurableEvent],
        after: Int64? = nil,
        before: Int64?,
        atStart: Bool
    ) {
        var taken: Set<Int64> = []
        let fresh = page.filter {
            Self.seqs.contains($0.seq) && index(of: $0.seq) == nil && taken.insert($0.seq).inserted
        }
        let seqs = page.map(\.seq).filter(Self.seqs.contains)
        events = Self.merged(events, fresh.sorted { $0.seq < $1.seq })
        let first =
            atStart ? 1 : after.map { min(max($0, 0), Self.seqs.upperBound - 1) + 1 } ?? seqs.min()
        let end = before.map { min(max($0, 1), Self.seqs.upperBound) - 1 } ?? seqs.max()
        if let first, let end, first <= end { known.insert(first...end) }
        if atStart { isAtStart = true }
        appliedChanges = [:]
        for event in events { amend(event) }
    }

    /// Notes that the server has lost a stretch.
    mutating func lose(_ range: ClosedRange<Int64>) {
        let range = range.clamped(to: Self.seqs)
        known.insert(range)
        lost.insert(range)
    }

    /// Drops the oldest events beyond a bound.
    mutating func trim(to limit: Int) {
        guard events.count > limit + Self.slack else { return }
        events.removeFirst(events.count - limit)
        guard let first = events.first?.seq else { return }
        known.removeAll(before: first)
        lost.removeAll(before: first)
        appliedChanges = appliedChanges.filter { $0.key >= first }
        isAtStart = false
    }

    /// Where an event stands.
    ///
    /// - Complexity: O(log events).
    ///
    /// - Returns: an index of ``events``; `nil` if it is not held.
    func index(of seq: Int64) -> Int? {
        guard seq <= last else { return nil }
        let index = firstIndex(atOrAfter: seq)
        return index < events.count && events[index].seq == seq ? index : nil
    }

    /// What is not known right before an event.
    ///
    /// - Returns: `nil` if nothing is missing between it and the one before.
    func hole(before index: Int) -> ClosedRange<Int64>? {
        guard index > 0 else { return nil }
        return known.hole(after: events[index - 1].seq, before: events[index].seq)
    }

    /// The newest stretch that is missing, with the `seq` to ask for pages before.
    var newestHole: (range: ClosedRange<Int64>, before: Int64)? {
        let ranges = known.ranges
        guard ranges.count > 1, let last = ranges.last else { return nil }
        let range = ranges[ranges.count - 2].upperBound + 1...last.lowerBound - 1
        return (range, last.lowerBound)
    }

    /// Where the first event at or after a `seq` stands.
    ///
    /// - Returns: the count of events if there is none.
    func firstIndex(atOrAfter seq: Int64) -> Int {
        var low = 0
        var high = events.count
        while low < high {
            let middle = (low + high) / 2
            if events[middle].seq < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func amend(_ event: DurableEvent) {
        if case .message(let message) = event.content, let state = message.state,
            !state.isUntouched
        {
            appliedChanges[event.seq, default: AppliedChanges()].apply(message)
        }
        // A change of what is yet to be said is none.
        guard let target = event.target, target < event.seq else { return }
        appliedChanges[target, default: AppliedChanges()].apply(event)
    }

    private static func merged(_ left: [DurableEvent], _ right: [DurableEvent]) -> [DurableEvent] {
        guard let first = right.first, let last = right.last else { return left }
        guard let old = left.first, last.seq >= old.seq else { return right + left }
        guard (left.last?.seq ?? 0) >= first.seq else { return left + right }
        var all = left + right
        all.sort { $0.seq < $1.seq }
        return all
    }
}
