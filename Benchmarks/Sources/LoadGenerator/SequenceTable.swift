/// The next counter that each stream must see from each publisher of its room.
///
/// One row a stream, one cell of four bytes a publisher: a batch of one stream stays in one or two
/// cache lines. What comes too early leaves a hole, which a later arrival may still fill.
struct SequenceTable: ~Copyable {
    /// A stream that joined late takes the first counter it sees as the beginning.
    static let unknown = UInt32.max

    private var next: FlatArray<UInt32>
    private var holes: [Int: Set<UInt32>] = [:]
    private let streams: Int
    private let publishers: Int
    private(set) var faults = Faults()

    /// Holes kept by number, at most; beyond it a late one is counted as doubled, not disordered.
    private static let holesAtMost = 100_000
    private var holeCount = 0

    /// A table in which each stream begins at each publisher's first message.
    ///
    /// - Parameters:
    ///   - streams: the number of rows.
    ///   - publishers: the number of cells in a row.
    init(streams: Int, publishers: Int) {
        self.streams = streams
        self.publishers = publishers
        next = FlatArray(repeating: 0, count: streams * publishers)
    }

    /// Notes one message.
    ///
    /// - Parameters:
    ///   - stamp: what it says of itself.
    ///   - stream: who received it, from 0.
    /// - Returns: whether it was new to that stream.
    @inline(__always)
    mutating func note(_ stamp: Stamp, stream: Int) -> Bool {
        guard stamp.publisher < publishers else {
            faults.malformed += 1
            return false
        }
        let cell = stream * publishers + stamp.publisher
        let expected = next[cell]
        if stamp.counter == expected {
            next[cell] = expected &+ 1
            return true
        }
        return noteUnexpected(stamp.counter, expected: expected, cell: cell)
    }

    /// Counts a mark that no stamp follows.
    mutating func noteMalformed() { faults.malformed += 1 }

    /// Has a stream begin behind what it saw before this run.
    ///
    /// - Parameters:
    ///   - stream: which, from 0.
    ///   - counter: the first that it must see, of each publisher.
    mutating func begin(stream: Int, at counter: UInt32) {
        for publisher in 0..<publishers { next[stream * publishers + publisher] = counter }
    }

    /// Forgets what a stream saw: it joined again.
    ///
    /// - Parameter stream: which, from 0.
    mutating func forget(stream: Int) {
        for publisher in 0..<publishers {
            next[stream * publishers + publisher] = Self.unknown
            holes[stream * publishers + publisher] = nil
        }
    }

    /// Counts what a stream should have seen and has not.
    ///
    /// - Parameters:
    ///   - stream: which, from 0.
    ///   - acknowledged: for each publisher, how many of its posts to the stream's room were.
    mutating func finish(stream: Int, acknowledged: some Sequence<UInt32>) {
        for (publisher, count) in acknowledged.enumerated() {
            let seen = next[stream * publishers + publisher]
            if seen != Self.unknown, seen < count { faults.missing += Int(count - seen) }
        }
    }

    private mutating func noteUnexpected(_ counter: UInt32, expected: UInt32, cell: Int) -> Bool {
        if expected == Self.unknown {
            next[cell] = counter &+ 1
            return true
        }
        if counter > expected {
            faults.lost += Int(counter - expected)
            keepHoles(expected..<counter, cell: cell)
            next[cell] = counter &+ 1
            return true
        }
        guard holes[cell]?.remove(counter) != nil else {
            faults.doubled += 1
            return false
        }
        holeCount -= 1
        faults.lost -= 1
        faults.disordered += 1
        return true
    }

    private mutating func keepHoles(_ range: Range<UInt32>, cell: Int) {
        for counter in range.prefix(Self.holesAtMost - holeCount) {
            holes[cell, default: []].insert(counter)
            holeCount += 1
        }
    }
}
