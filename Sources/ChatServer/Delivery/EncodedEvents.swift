import NIOCore

/// Events in one form, in one buffer, so that all of them or any one can be written without a copy.
struct EncodedEvents: Sendable {
    /// All of them.
    let buffer: ByteBuffer
    /// The index after each event's last byte.
    private let ends: [Int]

    /// Makes the buffer.
    ///
    /// - Parameters:
    ///   - bytes: all events' bytes.
    ///   - ends: the index after each event's last byte.
    init(bytes: [UInt8], ends: [Int]) {
        buffer = ByteBuffer(bytes: bytes)
        self.ends = ends
    }

    /// The bytes of some neighbouring events, shared with the whole.
    ///
    /// - Returns: their bytes, maybe none.
    func slice(_ range: Range<Int>) -> ByteBuffer {
        guard let last = range.last else { return ByteBuffer() }
        let start = range.lowerBound == 0 ? 0 : ends[range.lowerBound - 1]
        return buffer.getSlice(at: start, length: ends[last] - start) ?? ByteBuffer()
    }
}
