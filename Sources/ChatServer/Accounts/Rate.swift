/// How fast somebody may go.
struct Rate: Hashable, Sendable {
    /// Times a second, for long; 0 is without bound.
    let perSecond: Double
    /// Times at once, 1 or more.
    let burst: Int

    /// Makes a rate.
    init(perSecond: Double, burst: Int) {
        self.perSecond = perSecond
        self.burst = max(1, burst)
    }
}
