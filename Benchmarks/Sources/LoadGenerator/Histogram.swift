/// Latencies by logarithmic steps, each divided into equal parts, as HdrHistogram does.
///
/// A value is known to within 1/128 of itself, from a nanosecond to eighteen minutes; longer ones
/// are counted in the last place. It is a fixed block of 35 kB, so recording allocates nothing.
struct Histogram: Sendable {
    private static let partBits = 7
    private static let parts = 1 << partBits
    private static let longest: UInt64 = (1 << 40) - 1

    private var counts = [UInt64](repeating: 0, count: parts * (40 - partBits + 1))
    private(set) var total: UInt64 = 0
    private(set) var maximum: UInt64 = 0

    /// Counts one value.
    ///
    /// - Parameter nanoseconds: the value; what is longer than `longest` counts as that.
    mutating func record(_ nanoseconds: UInt64) {
        counts[Self.place(of: min(nanoseconds, Self.longest))] &+= 1
        total &+= 1
        if nanoseconds > maximum { maximum = nanoseconds }
    }

    /// Adds what another counted.
    ///
    /// - Parameter other: the other; it is not changed.
    mutating func add(_ other: Histogram) {
        for place in counts.indices { counts[place] += other.counts[place] }
        total += other.total
        maximum = max(maximum, other.maximum)
    }

    /// The value below which a share of all lie.
    ///
    /// - Parameter share: from 0 to 1.
    /// - Returns: nanoseconds, the upper edge of the place; 0 when nothing was counted.
    func value(at share: Double) -> UInt64 {
        guard total > 0 else { return 0 }
        let wanted = max(1, UInt64((Double(total) * share).rounded(.up)))
        var passed: UInt64 = 0
        for place in counts.indices {
            passed += counts[place]
            if passed >= wanted { return min(Self.upperEdge(of: place), maximum) }
        }
        return maximum
    }

    private static func place(of value: UInt64) -> Int {
        let shift = max(0, 63 - value.leadingZeroBitCount - partBits)
        return shift * parts + Int(value >> UInt64(shift))
    }

    private static func upperEdge(of place: Int) -> UInt64 {
        guard place >= 2 * parts else { return UInt64(place) }
        let shift = place / parts - 1
        return (UInt64(place - shift * parts + 1) << UInt64(shift)) - 1
    }
}
