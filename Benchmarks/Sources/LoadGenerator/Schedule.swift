/// When each post is due at a fixed rate, whatever became of the ones before: an open loop.
///
/// Posts are numbered from 0, and the publishers take them in turn.
struct Schedule: Sendable {
    private static let second: UInt64 = 1_000_000_000

    let rate: UInt64
    /// When the first post is due, in nanoseconds of the run.
    let start: UInt64

    /// A schedule without an end.
    ///
    /// - Parameters:
    ///   - rate: posts a second, at least 1.
    ///   - start: when the first is due, in nanoseconds of the run.
    init(rate: Int, start: UInt64) {
        self.rate = UInt64(max(1, rate))
        self.start = start
    }

    /// When a post is due.
    ///
    /// - Parameter post: its number.
    /// - Returns: nanoseconds of the run.
    func time(of post: UInt64) -> UInt64 {
        start + scaled(post, by: Self.second, over: rate)
    }

    /// How many posts are due.
    ///
    /// - Parameter time: nanoseconds of the run.
    /// - Returns: the number of the first that is due later.
    func count(through time: UInt64) -> UInt64 {
        guard time >= start else { return 0 }
        // A time is rounded down to a nanosecond, so that the estimate may be one too few.
        let count = scaled(time - start, by: rate, over: Self.second) + 1
        return self.time(of: count) <= time ? count + 1 : count
    }

    private func scaled(_ value: UInt64, by factor: UInt64, over divisor: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: factor)
        return divisor.dividingFullWidth(product).quotient
    }
}
