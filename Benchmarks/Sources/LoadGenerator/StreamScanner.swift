import Glibc

/// Finds messages in the raw bytes of streams, whatever frames them, and checks each.
///
/// Proof of safety: `tails` holds `Stamp.count` bytes for each stream, and a kept tail is shorter;
/// `take` touches only the bytes its caller vouches for.
@safe
struct StreamScanner: ~Copyable {
    /// Writable bytes that `take` needs in front of what was received, for the tail of last time.
    static let headroom = 32

    private let tails: UnsafeMutableRawPointer
    private var tailCounts: FlatArray<UInt8>
    private let messageBytes: Int
    var table: SequenceTable
    private(set) var latency = Histogram()

    /// The measured part of the run, in its nanoseconds; a message due in it counts for latency.
    var window: Range<UInt64> = UInt64.max..<UInt64.max

    /// A scanner for streams that have received nothing.
    ///
    /// - Parameters:
    ///   - streams: how many.
    ///   - publishers: how many, over all.
    ///   - messageBytes: the size of each message, from its mark to its end.
    init(streams: Int, publishers: Int, messageBytes: Int) {
        self.messageBytes = messageBytes
        unsafe tails = .allocate(byteCount: max(streams, 1) * Self.headroom, alignment: 16)
        tailCounts = FlatArray(repeating: 0, count: streams)
        table = SequenceTable(streams: streams, publishers: publishers)
    }

    deinit { unsafe tails.deallocate() }

    /// Takes what one stream received.
    ///
    /// - Parameters:
    ///   - start: the first byte; the `headroom` bytes before it are overwritten.
    ///   - count: bytes received, at least 1.
    ///   - stream: whose they are, from 0.
    ///   - now: nanoseconds of the run at the receipt.
    /// - Returns: how many messages were new to the stream.
    @unsafe
    mutating func take(
        _ start: UnsafeMutableRawPointer,
        count: Int,
        stream: Int,
        now: UInt64
    ) -> Int {
        let kept = Int(tailCounts[stream])
        var at = unsafe start - kept
        let end = unsafe start + count
        unsafe at.copyMemory(from: tails + stream * Self.headroom, byteCount: kept)
        tailCounts[stream] = 0
        var found = 0
        while unsafe at < end, let mark = unsafe memchr(at, Int32(Stamp.mark), end - at) {
            guard unsafe end - mark >= Stamp.count else {
                unsafe keepTail(mark, count: end - mark, stream: stream)
                break
            }
            unsafe at = mark + 1
            guard let stamp = unsafe Stamp(reading: mark) else {
                table.noteMalformed()
                continue
            }
            if table.note(stamp, stream: stream) { found += 1 }
            if window.contains(stamp.due) { latency.record(now &- stamp.due) }
            unsafe at = min(mark + messageBytes, end)
        }
        return found
    }

    /// Forgets what a stream received: it joined again.
    ///
    /// - Parameter stream: which, from 0.
    mutating func forget(stream: Int) {
        tailCounts[stream] = 0
        table.forget(stream: stream)
    }

    @unsafe
    private mutating func keepTail(_ mark: UnsafeRawPointer, count: Int, stream: Int) {
        unsafe (tails + stream * Self.headroom).copyMemory(from: mark, byteCount: count)
        tailCounts[stream] = UInt8(truncatingIfNeeded: count)
    }
}
