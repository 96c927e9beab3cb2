/// A set of `seq`s as few ranges: which events of a room are known.
struct SeqRanges: Hashable, Sendable {
    /// Sorted; no two touch.
    private(set) var ranges: [ClosedRange<Int64>] = []

    /// Whether a `seq` is in the set.
    ///
    /// - Complexity: O(log ranges).
    ///
    /// - Returns: `true` if it is.
    func contains(_ seq: Int64) -> Bool {
        let index = firstIndex(endingAtOrAfter: seq)
        return index < ranges.count && ranges[index].contains(seq)
    }

    /// Adds a range.
    ///
    /// - Parameter range: inside ``Timeline/seqs``, so that its neighbours are numbers.
    mutating func insert(_ range: ClosedRange<Int64>) {
        if let last = ranges.last, range.lowerBound == last.upperBound + 1 {
            ranges[ranges.count - 1] = last.lowerBound...range.upperBound
            return
        }
        let start = firstIndex(endingAtOrAfter: range.lowerBound - 1)
        var end = start
        var merged = range
        while end < ranges.count, ranges[end].lowerBound <= range.upperBound + 1 {
            merged =
                min(
                    merged.lowerBound,
                    ranges[end].lowerBound
                )...max(merged.upperBound, ranges[end].upperBound)
            end += 1
        }
        ranges.replaceSubrange(start..<end, with: CollectionOfOne(merged))
    }

    /// Forgets everything before a `seq`.
    mutating func removeAll(before seq: Int64) {
        let index = firstIndex(endingAtOrAfter: seq)
        ranges.removeFirst(index)
        if let first = ranges.first, first.lowerBound < seq { ranges[0] = seq...first.upperBound }
    }

    /// The last stretch before `seq` that is not in the set, if one lies after `other`.
    ///
    /// - Parameters:
    ///   - other: where to begin; itself is not looked at.
    ///   - seq: where to end; itself is not looked at.
    /// - Returns: `nil` if all between the two is in the set.
    func hole(after other: Int64, before seq: Int64) -> ClosedRange<Int64>? {
        guard other + 1 < seq else { return nil }
        let index = firstIndex(endingAtOrAfter: seq - 1)
        if index < ranges.count, ranges[index].contains(seq - 1) {
            let top = ranges[index].lowerBound - 1
            guard top > other else { return nil }
            let below = index > 0 ? ranges[index - 1].upperBound : other
            return max(below, other) + 1...top
        }
        let below = index > 0 ? ranges[index - 1].upperBound : other
        return max(below, other) + 1...seq - 1
    }

    private func firstIndex(endingAtOrAfter seq: Int64) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < seq { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
