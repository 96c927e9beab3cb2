/// How long something took, counted in fixed classes.
///
/// Pure.
struct Histogram: Hashable, Sendable {
    /// The upper bounds of the classes, in microseconds; the last class has none.
    static let bounds: [Int64] = [
        100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
        1_000_000, 2_500_000,
    ]

    /// How many fell into each class, and not into one before; one more than there are bounds.
    private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
    /// All the time together.
    private(set) var sum = Duration.zero
    /// How many there were.
    private(set) var count = 0

    /// Counts a time.
    ///
    /// - Parameter duration: 0 or more.
    mutating func add(_ duration: Duration) {
        let micros = duration.microseconds
        let index = Self.bounds.firstIndex { micros <= $0 } ?? Self.bounds.count
        counts[index] += 1
        count += 1
        sum += duration
    }

    /// Counts what another one counted.
    mutating func add(_ other: Histogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        count += other.count
        sum += other.sum
    }

    /// The mean of what came since an earlier state.
    ///
    /// - Returns: zero if nothing came.
    func mean(since earlier: Histogram) -> Duration {
        let added = count - earlier.count
        return added > 0 ? (sum - earlier.sum) / added : .zero
    }
}
