import ChatProtocol

/// Marks of a log that lie the farther apart the older they are: however much a database has lost,
/// one of them is from not long before that.
struct SpacedMarks: Sendable, Hashable {
    /// The marks of each distance, which is twice that of the one before.
    private static let perLevel = 4
    private static let levelCount = 53

    private var levels = Array(repeating: [LogMarks.Mark](), count: SpacedMarks.levelCount)

    /// The positions of a log that are worth a mark.
    ///
    /// - Returns: the oldest first; none before the first event.
    static func positions(through head: Int64) -> [Int64] {
        guard head > 0 else { return [] }
        let older = (0..<levelCount).map { head - (1 << Int64($0)) }.filter { $0 > 0 }
        return older.reversed() + [head]
    }

    /// Each mark once, the oldest first.
    var all: [LogMarks.Mark] {
        Set(levels.joined()).sorted { $0.position < $1.position }
    }

    /// The same, to be looked for in a database.
    var marks: LogMarks { all.reduce(into: LogMarks()) { $0.add($1) } }

    /// Keeps an event in mind.
    ///
    /// - Parameter mark: of it; behind all others.
    mutating func add(_ mark: LogMarks.Mark) {
        for level in levels.indices {
            if let last = levels[level].last {
                // Farther distances are not passed where nearer ones are not.
                guard last.position >> Int64(level) != mark.position >> Int64(level) else { return }
            }
            levels[level].append(mark)
            if levels[level].count > Self.perLevel { levels[level].removeFirst() }
        }
    }
}
