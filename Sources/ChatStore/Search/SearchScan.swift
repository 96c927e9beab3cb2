/// Goes down the log in windows, each so wide that looking through it takes some milliseconds: what
/// the index does within one statement, nothing can end.
struct SearchScan {
    /// Positions of the first window, and of the narrowest and the widest.
    private static let firstWidth: Int64 = 256
    private static let widths: ClosedRange<Int64> = 16...16_384
    /// A window that took less is followed by a wider one, one that took more by a narrower one.
    private static let quick = Duration.milliseconds(10)
    private static let slow = Duration.milliseconds(40)

    private let whole: SearchPart
    private var width = Self.firstWidth
    /// What comes next ends before this position.
    private(set) var before: Int64
    /// How long the windows took together.
    private(set) var work = Duration.zero

    /// Begins at the end of a part.
    ///
    /// - Parameters:
    ///   - part: where to look.
    ///   - head: the log's newest position.
    init(_ part: SearchPart, head: Int64) {
        whole = part
        before = min(part.before, head < .max ? head + 1 : head)
    }

    /// The next window; `nil` at the beginning of the part.
    var window: SearchPart? {
        guard before - 1 > whole.after else { return nil }
        var part = whole
        part.before = before
        part.after = max(whole.after, before - 1 - width)
        return part
    }

    /// Notes what became of a window.
    ///
    /// - Parameters:
    ///   - window: the last one.
    ///   - last: the last match in it, where more may follow; `nil` if it was looked through.
    ///   - time: what it took.
    mutating func went(through window: SearchPart, to last: Int64?, in time: Duration) {
        before = last ?? window.after + 1
        work += time
        if time < Self.quick { width *= 2 }
        if time > Self.slow { width /= 4 }
        width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    }
}
