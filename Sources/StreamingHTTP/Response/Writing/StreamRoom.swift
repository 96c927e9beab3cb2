/// How many bytes may wait for a reader: as many as it takes in a moment.
///
/// An answer of a few pieces goes out in large ones. Behind them the room is small, so that a
/// reader that is slow from the start never holds more, and doubles as long as pieces leave at
/// once. It takes many: the kernel takes some hundred kilobytes at once for any reader.
struct StreamRoom {
    /// What may wait for the slowest reader.
    private static let least = 4_096
    /// What may wait at the beginning.
    private static let first = 24_576
    /// Bytes of a stream that count as its beginning.
    private static let firstBytes = 32_768
    /// Pieces of the present size that leave at once before the next ones may be twice as large.
    private static let quickPieces = 16
    /// A piece that takes longer is too large for its reader.
    private static let moment = Duration.milliseconds(50)

    /// The bytes that may wait.
    private(set) var bytes: Int
    private let limit: Int
    private var isBeginning = true
    /// Bytes that left at once since the room was last changed.
    private var quick = 0

    /// Makes the room of a stream that begins.
    ///
    /// - Parameter limit: the most bytes that may ever wait, 1 or more.
    init(limit: Int) {
        self.limit = limit
        bytes = min(limit, Self.first)
    }

    /// Notes that a piece has gone.
    ///
    /// - Parameters:
    ///   - count: its bytes.
    ///   - duration: how long it took.
    mutating func sent(_ count: Int, in duration: Duration) {
        if duration > Self.moment { return shrink(to: Double(count) * (Self.moment / duration)) }
        quick += count
        if isBeginning {
            if quick >= Self.firstBytes { shrink(to: 0) }
        } else if bytes < limit, quick >= bytes * Self.quickPieces {
            (bytes, quick) = (min(limit, bytes * 2), 0)
        }
    }

    private mutating func shrink(to wanted: Double) {
        bytes = min(bytes, max(Self.least, Int(wanted)))
        (isBeginning, quick) = (false, 0)
    }
}
