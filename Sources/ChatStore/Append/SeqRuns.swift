/// Which number of a file is which number of a room, as runs that rise together.
///
/// The runs are kept in order of the file's numbers, in whatever order these came: one is found by
/// halving. They lie in parts of a bounded size, so that one that comes in between moves few.
struct SeqRuns {
    private struct Run {
        let first: Int64
        var last: Int64
        /// What is added to a number of the file; `nil` for messages that were left out.
        let step: Int64?
        /// Greater than that of each run that was noted before.
        var noted: Int
    }

    private struct Place {
        let part: Int
        let index: Int
    }

    /// Runs of one part.
    private static let partLimit = 512

    private let limit: Int
    /// Each has a run; what they cover is apart, and rises from run to run and from part to part.
    private var parts: [[Run]] = []
    private(set) var count = 0
    private var clock = 0

    /// Knows nothing yet.
    ///
    /// - Parameter limit: runs, 2 or more; the older half is forgotten beyond.
    init(limit: Int) {
        self.limit = limit
    }

    /// Notes what became of a number.
    ///
    /// - Complexity: O(log runs).
    ///
    /// - Parameter seq: of the room; 0 for a message that was left out.
    mutating func note(_ number: Int64, is seq: Int64) {
        clock += 1
        let step = seq > 0 ? seq &- number : nil
        if let place = place(of: number) {
            let run = parts[place.part][place.index]
            let isInside = number <= run.last
            if run.step == step, isInside || run.last + 1 == number {
                parts[place.part][place.index].last = max(run.last, number)
                parts[place.part][place.index].noted = clock
                return
            }
            if isInside { cut(place, at: number) }
        }
        if count >= limit { forgetOlder() }
        add(Run(first: number, last: number, step: step, noted: clock))
    }

    /// The number in the room; the newest meaning of a number counts.
    ///
    /// - Complexity: O(log runs).
    ///
    /// - Returns: `nil` if it is not known, 0 if it was left out.
    func seq(of number: Int64) -> Int64? {
        guard let place = place(of: number) else { return nil }
        let run = parts[place.part][place.index]
        guard number <= run.last else { return nil }
        return run.step.map { number &+ $0 } ?? 0
    }

    // MARK: - Order

    /// The last run that begins at a number or before.
    private func place(of number: Int64) -> Place? {
        let part = parts.countBefore { $0[0].first <= number } - 1
        guard part >= 0 else { return nil }
        let index = parts[part].countBefore { $0.first <= number } - 1
        return Place(part: part, index: index)
    }

    /// Whether no run follows; a part has more than its bound once a run of it was cut.
    private func isLast(_ place: Place) -> Bool {
        place.part == parts.count - 1 && place.index == parts[place.part].count - 1
    }

    /// Leaves of a run what is before and behind one of its numbers.
    private mutating func cut(_ place: Place, at number: Int64) {
        let run = parts[place.part][place.index]
        var pieces: [Run] = []
        if run.first < number {
            pieces.append(Run(first: run.first, last: number - 1, step: run.step, noted: run.noted))
        }
        if number < run.last {
            pieces.append(Run(first: number + 1, last: run.last, step: run.step, noted: run.noted))
        }
        count += pieces.count - 1
        parts[place.part].replaceSubrange(place.index...place.index, with: pieces)
        if parts[place.part].isEmpty { parts.remove(at: place.part) }
    }

    /// Adds a run whose number no other one covers.
    private mutating func add(_ run: Run) {
        count += 1
        guard let place = place(of: run.first) else {
            if parts.isEmpty || parts[0].count >= Self.partLimit { parts.insert([], at: 0) }
            return parts[0].insert(run, at: 0)
        }
        guard parts[place.part].count >= Self.partLimit else {
            return parts[place.part].insert(run, at: place.index + 1)
        }
        guard !isLast(place) else { return parts.append([run]) }
        let middle = Self.partLimit / 2
        parts.insert(Array(parts[place.part][middle...]), at: place.part + 1)
        parts[place.part].removeSubrange(middle...)
        let isBehind = place.index >= middle
        let index = place.index + 1 - (isBehind ? middle : 0)
        parts[place.part + (isBehind ? 1 : 0)].insert(run, at: index)
    }

    /// Forgets the half of the runs that was noted first.
    private mutating func forgetOlder() {
        let ages = parts.joined().map(\.noted).sorted()
        // Pieces of one run are as old as each other, and go together.
        let last = ages[max(0, ages.count / 2 - 1)]
        let kept = parts.joined().filter { $0.noted > last }
        count = kept.count
        let size = Self.partLimit / 2
        parts = stride(from: 0, to: kept.count, by: size).map { start in
            Array(kept[start..<min(start + size, kept.count)])
        }
    }
}

extension Array {
    /// How many elements at the front are as they should be.
    ///
    /// - Complexity: O(log elements).
    ///
    /// - Parameter isBefore: true for those, and false for all that follow.
    fileprivate func countBefore(_ isBefore: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
