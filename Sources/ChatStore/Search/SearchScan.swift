/// Goes down the log in windows, each so wide that looking through it takes some milliseconds: what
/// the index does within one statement, nothing can end.
struct SearchScan: Sendable {
    /// How many positions a window has.
    private struct Widths: Sendable {
        let first: Int64
        let all: ClosedRange<Int64>
    }

    /// What is found is mostly near.
    private static let common = Widths(first: 256, all: 16...16_384)
    /// A few rooms have few of the positions, and each window costs a look-up for each of them.
    private static let own = Widths(first: 131_072, all: 16_384...1_048_576)
    /// A window that took less is followed by a wider one, one that took more by a narrower one.
    private static let quick = Duration.milliseconds(10)
    private static let slow = Duration.milliseconds(40)

    private let whole: SearchPart
    private let widths: Widths
    private var width: Int64
    /// What comes next ends before this position.
    private(set) var before: Int64

    /// Begins at the end of a part.
    init(_ part: SearchPart, head: Int64, of list: SearchSource.List = .common) {
        whole = part
        widths = list == .own ? Self.own : Self.common
        width = widths.first
        before = min(part.before, head < .max ? head + 1 : head)
    }

    /// Whether the part was looked through.
    var isOver: Bool { before - 1 <= whole.after }

    /// The next window; `nil` at the beginning of the part.
    var window: SearchPart? {
        guard !isOver else { return nil }
        var part = whole
        part.before = before
        part.after = max(whole.after, before - 1 - width)
        return part
    }

    /// Notes what became of a window.
    ///
    /// - Parameters:
    ///   - last: the last match in it, where more may follow; `nil` if it was looked through.
    mutating func went(through window: SearchPart, to last: Int64?, in time: Duration) {
        before = last ?? window.after + 1
        if time < Self.quick { width *= 2 }
        if time > Self.slow { width /= 4 }
        width = min(max(width, widths.all.lowerBound), widths.all.upperBound)
    }
}
