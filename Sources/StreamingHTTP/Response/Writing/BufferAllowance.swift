/// How many bytes may wait for a reader: as many as it takes in a moment.
///
/// An answer of a few pieces goes out in large ones. Behind them the allowance is small, so that a
/// reader that is slow from the start never holds more, until more has left at once than the
/// kernel takes for a reader that takes nothing: then it is a quick one, which has all.
struct BufferAllowance {
    /// What may wait for the slowest reader.
    private static let least = 2_048
    /// What may wait at the beginning.
    private static let first = 8_192
    /// Bytes of a stream that count as its beginning.
    private static let firstBytes = 32_768
    /// What may wait for a reader of which nothing is known yet.
    private static let usual = 4_096
    /// Bytes that leave at once for a quick reader alone.
    ///
    /// The kernel holds up to 128 KiB that it
    /// has not sent (``StreamSocket``), and the other side's kernel some hundred more.
    private static let quickBytes = 393_216
    /// A piece that takes longer is too large for its reader.
    private static let moment = Duration.milliseconds(50)

    /// The bytes that may wait.
    private(set) var bytes: Int
    /// The bytes beyond which the connection takes no more: a quick reader's next piece need not
    /// wait for the last one to leave, and a slow one's is all that there is.
    var mark: Int { bytes == limit ? bytes : bytes / 2 }
    private let limit: Int
    private var isBeginning = true
    /// Bytes that left at once since the allowance was last changed.
    private var quick = 0

    /// Makes the allowance of a stream that begins.
    ///
    /// - Parameter limit: the most bytes that may ever wait, 1 or more.
    init(limit: Int) {
        self.limit = limit
        bytes = min(limit, Self.first)
    }

    /// Notes that a piece has gone.
    ///
    /// - Parameter count: its bytes.
    mutating func sent(_ count: Int, in duration: Duration) {
        guard duration <= Self.moment else {
            return shrink(to: max(Self.least, Int(Double(count) * (Self.moment / duration))))
        }
        quick += count
        if isBeginning {
            if quick >= Self.firstBytes { shrink(to: Self.usual) }
        } else if quick >= Self.quickBytes {
            (bytes, quick) = (limit, 0)
        }
    }

    private mutating func shrink(to wanted: Int) {
        bytes = min(bytes, wanted)
        (isBeginning, quick) = (false, 0)
    }
}
